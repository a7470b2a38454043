"""Pure: how far a learner has come in a course, what comes next, and when it is complete."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import ceil

from api.catalogue.schema import Check, Course, Module, Placed, Step

# At least four fifths (80 %) of the checks must be passed; whole numbers, so that 80 % is 80 %.
PASSED_OF, ALL_OF = 4, 5
MINUTES_A_QUESTION = 1


@dataclass(frozen=True)
class Spot:
    """A step by its ids: the place somebody is at."""

    module_id: str
    step_id: str


def spot_of(placed: Placed[Step]) -> Spot:
    """The spot of a step."""
    return Spot(placed.module.id, placed.step.id)


class Stop(StrEnum):
    """What the way onward leads to."""

    STEP = "step"
    MODULE = "module"
    AGAIN = "again"
    MISSED = "missed"
    END = "end"


@dataclass(frozen=True)
class Onward:
    """Where "Gå vidare" leads: a step, a module's first page, the missed checks, or the end.

    From a repetition it leads to what was missed in it. ``spot`` is the step to be at then; None at
    the end.
    """

    stop: Stop
    spot: Spot | None = None


class ModuleState(StrEnum):
    """How far somebody has come in a module."""

    DONE = "done"
    STARTED = "started"
    NOT_STARTED = "not_started"


def complete(passed: int, answered: int, checks: int) -> bool:
    """Whether a course is complete: every check answered, and at least 80 % of them passed."""
    return answered == checks and passed * ALL_OF >= checks * PASSED_OF


def first_spot(course: Course) -> Spot:
    """Where a course begins."""
    return spot_of(course.steps()[0])


def read_on(course: Course, spot: Spot) -> Onward:
    """The way onward for somebody of whom nothing is kept: straight through the course."""
    following = course.next_step(spot.module_id, spot.step_id)
    if following is None:
        return Onward(Stop.END)
    stop = Stop.STEP if following.module.id == spot.module_id else Stop.MODULE
    return Onward(stop, spot_of(following))


def minutes_from(module: Module, position: int) -> int:
    """About how many minutes remain of a module from its step at this position (the first is 0)."""
    return ceil(Fraction(module.minutes * (len(module.steps) - position), len(module.steps)))


@dataclass(frozen=True)
class Scope:
    """What of a course is to be done: all of it, unless one of these names a part.

    ``drawn``: the checks of a repetition. ``modules``: those that its missed checks lead through.
    """

    drawn: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset()

    def covers(self, module: Module) -> bool:
        """Whether the module is to be done from its beginning to its end."""
        return not self.drawn and (not self.modules or module.id in self.modules)

    def asks(self, check: Placed[Check]) -> bool:
        """Whether the check is to be answered."""
        return check.step.id in self.drawn or self.covers(check.module)


WHOLE = Scope()


@dataclass(frozen=True)
class Progress:
    """An attempt's way through its edition, or through the part of it that is to be done.

    ``results`` tells of every check answered if it has been passed; ``spot`` is the saved place.
    ``seed`` gives the attempt its own order of shuffled options.
    """

    course: Course
    results: Mapping[str, bool]
    spot: Spot
    seed: str = ""
    scope: Scope = WHOLE

    @cached_property
    def checks(self) -> tuple[Placed[Check], ...]:
        """The checks to be answered, in course order."""
        return tuple(check for check in self.course.checks() if self.scope.asks(check))

    @cached_property
    def unanswered(self) -> tuple[Placed[Check], ...]:
        """The checks never answered, in course order."""
        return tuple(check for check in self.checks if check.step.id not in self.results)

    @cached_property
    def missed(self) -> tuple[Placed[Check], ...]:
        """The checks answered and not passed, in course order."""
        return tuple(check for check in self.checks if self.results.get(check.step.id) is False)

    @cached_property
    def complete(self) -> bool:
        """Whether what is to be done is done: of a repetition everything, else by the rule."""
        if self.scope.drawn:
            return not self.unanswered and not self.missed
        checks, unanswered = len(self.checks), len(self.unanswered)
        return complete(checks - unanswered - len(self.missed), checks - unanswered, checks)

    @cached_property
    def returning(self) -> tuple[Placed[Check], ...]:
        """The missed checks that have come back: every check is answered, too few are passed."""
        return () if self.unanswered or self.complete or self.scope.drawn else self.missed

    @cached_property
    def missed_modules(self) -> tuple[Module, ...]:
        """The modules that a repetition leads on through, once all its questions are answered."""
        if self.unanswered or not self.scope.drawn:
            return ()
        missed = {check.module.id for check in self.missed}
        return tuple(module for module in self.course.modules if module.id in missed)

    def returns(self, step_id: str) -> bool:
        """Whether this check has come back."""
        return any(check.step.id == step_id for check in self.returning)

    def answered(self, step_id: str, *, passed: bool) -> "Progress":
        """The progress after an answer. What has been passed stays passed.

        In a repetition the first answer stands: it tells what has to be gone through.
        """
        before = self.results.get(step_id, False)
        stands = step_id in self.results and step_id in self.scope.drawn
        kept = before if stands else before or passed
        return replace(self, results={**self.results, step_id: kept})

    def through_missed(self) -> "Progress":
        """The way from a repetition through the modules of what was missed, from their beginning."""
        modules = self.missed_modules
        spot = Spot(modules[0].id, modules[0].steps[0].id)
        scope = Scope(modules=frozenset(module.id for module in modules))
        return replace(self, results={}, spot=spot, scope=scope)

    def done(self, module: Module, step: Step) -> bool:
        """Whether a step lies behind the learner: a check answered, a text read past."""
        if isinstance(step, Check):
            return step.id in self.results
        return module.steps.index(step) < self._reached(module)

    def steps_done(self, module: Module) -> int:
        """How many of the module's steps lie behind the learner."""
        return sum(self.done(module, step) for step in module.steps)

    def state(self, module: Module) -> ModuleState:
        """How far the learner has come in the module."""
        done = self.steps_done(module)
        if done == len(module.steps):
            return ModuleState.DONE
        return ModuleState.STARTED if done else ModuleState.NOT_STARTED

    @property
    def minutes_left(self) -> int:
        """About how many minutes remain, by the modules' own minutes."""
        if self.scope.drawn:
            return len(self.unanswered) * MINUTES_A_QUESTION
        parts = (
            Fraction(
                module.minutes * (len(module.steps) - self.steps_done(module)), len(module.steps)
            )
            for module in self.course.modules
            if self.scope.covers(module)
        )
        return ceil(sum(parts, start=Fraction()))

    def onward(self, spot: Spot) -> Onward:
        """Where "Gå vidare" leads from a step: on in the module, then to the next not yet done."""
        if self.scope.drawn:
            return self._on_in_repetition(spot)
        following = self.course.next_step(spot.module_id, spot.step_id)
        if following and following.module.id == spot.module_id:
            return Onward(Stop.STEP, spot_of(following))
        return self._after_module(spot.module_id)

    def onward_again(self, spot: Spot) -> Onward:
        """Where a check that came back leads: to the next of them, from the last to the first."""
        return self._next_of(self.returning, spot) if self.returning else Onward(Stop.END)

    def _on_in_repetition(self, spot: Spot) -> Onward:
        if self.unanswered:
            return self._next_of(self.unanswered, spot)
        return Onward(Stop.MISSED, spot_of(self.missed[0])) if self.missed else Onward(Stop.END)

    def _next_of(self, checks: tuple[Placed[Check], ...], spot: Spot) -> Onward:
        """The next of the checks after a step, from the last to the first."""
        order = [spot_of(placed) for placed in self.course.steps()]
        here = order.index(spot)
        waiting = [spot_of(check) for check in checks]
        later = [found for found in waiting if order.index(found) > here]
        return Onward(Stop.STEP, (later or waiting)[0])

    def _after_module(self, module_id: str) -> Onward:
        modules = self.course.modules
        position = next(i for i, module in enumerate(modules) if module.id == module_id)
        for module in modules[position + 1 :]:
            state = self.state(module)
            if self.scope.covers(module) and state is not ModuleState.DONE:
                stop = Stop.MODULE if state is ModuleState.NOT_STARTED else Stop.STEP
                return Onward(stop, self._first_undone(module))
        if self.unanswered:
            return Onward(Stop.STEP, spot_of(self.unanswered[0]))
        if self.returning:
            return Onward(Stop.AGAIN, spot_of(self.returning[0]))
        return Onward(Stop.END)

    def _first_undone(self, module: Module) -> Spot:
        undone = next(step for step in module.steps if not self.done(module, step))
        return Spot(module.id, undone.id)

    def _reached(self, module: Module) -> int:
        """How many steps into the module the learner has been.

        No reading is stored, so it is told from the answers and from the saved place. A module
        whose checks are all answered is behind a learner who is elsewhere.
        """
        positions = {step.id: position for position, step in enumerate(module.steps)}
        answered = [positions[step_id] + 1 for step_id in self.results if step_id in positions]
        here = self.spot.module_id == module.id
        place = positions[self.spot.step_id] if here else 0
        if not self.unanswered or not (here or self._waits(module)):
            return len(module.steps)
        return max([place, *answered])

    def _waits(self, module: Module) -> bool:
        """Whether something in the module is still to be done, for a learner who is elsewhere."""
        checks = [step for step in module.steps if isinstance(step, Check)]
        if checks:
            return any(check.id not in self.results for check in checks)
        order = [found.id for found in self.course.modules]
        return order.index(module.id) > order.index(self.spot.module_id)
