"""One check of each kind that is not a plain question."""

from api.catalogue.kinds.compare import CompareStep, Note
from api.catalogue.kinds.match import MatchStep, Pair, Target
from api.catalogue.kinds.order import Item, OrderStep


def order(step_id: str = "ordna", count: int = 3) -> OrderStep:
    return OrderStep(
        kind="order",
        id=step_id,
        title="Ordna",
        stem="I vilken ordning?",
        items=tuple(
            Item(id=f"i{number}", text=f"Steg {number}", feedback=f"Därför nummer {number}.")
            for number in range(1, count + 1)
        ),
    )


def match(step_id: str = "para") -> MatchStep:
    return MatchStep(
        kind="match",
        id=step_id,
        title="Para ihop",
        stem="Vad är vad?",
        targets=(Target(id="sett", text="Iakttagelse"), Target(id="tror", text="Tolkning")),
        items=(
            Pair(id="a", text="Hon grät", target="sett", feedback="Du såg det."),
            Pair(id="b", text="Han är farlig", target="tror", feedback="Det är en slutsats."),
            Pair(id="c", text="Hon sa nej", target="sett", feedback="Du hörde det."),
        ),
    )


def compare(step_id: str = "jamfor", *, shuffle: bool = False) -> CompareStep:
    return CompareStep(
        kind="compare",
        id=step_id,
        title="Jämför",
        stem="Vilken anteckning är bäst?",
        shuffle=shuffle,
        notes=(
            Note(id="a", text="Verkar konstig.", best=False, feedback="Det är ett omdöme."),
            Note(id="b", text="Sa tre gånger: ”jag orkar inte”.", best=True, feedback="Ordagrant."),
            Note(id="c", text="Alla säger att han ljuger.", best=False, feedback="Rykten."),
        ),
    )
