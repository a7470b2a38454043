"""A small sound conversation to build tests on."""

from datetime import date

from api.catalogue.kinds.base import Source
from api.catalogue.kinds.dialogue import Dialogue, Ending, Node, Reply, Utterance
from api.miti.codes import Mark


def reply(reply_id: str, goto: str, *said: tuple[str, Mark]) -> Reply:
    return Reply(
        id=reply_id,
        utterances=tuple(Utterance(text=text, code=code) for text, code in said),
        feedback=f"Så kodas {reply_id}.",
        taken=f"Så togs {reply_id}.",
        alternative="”Ett annat sätt.”",
        goto=goto,
    )


def dialogue() -> Dialogue:
    """Two turns and a detour: listening leads on, arguing makes it harder, a threat is acted on."""
    return Dialogue(
        kind="dialogue",
        id="prov",
        title="Ett prov",
        you="Sanna, fritidsledare",
        other="Kim",
        goal="Mindre tid i gruppen.",
        minutes=5,
        start="n1",
        sources=(Source(text="MITI 4.2.1", reviewed_on=date(2026, 11, 20)),),
        setting="Kim är påhittad.",
        nodes=(
            Node(
                id="n1",
                talk="neutral",
                text="Vad vill du?",
                replies=(
                    reply("a", "n2", ("Du undrar vad det här är.", "SR"), ("Hur är det?", "Q")),
                    reply("b", "n3", ("Du borde sluta med det där.", "Persuade")),
                ),
            ),
            Node(
                id="n2",
                talk="reasons",
                text="Det är rätt tungt.",
                replies=(
                    reply("a", "slut", ("Det kostar mer än det ger.", "CR")),
                    reply("b", "n3", ("Det går över.", "Persuade")),
                ),
            ),
            Node(
                id="n3",
                talk="discord",
                text="På fredag får de igen.",
                turn="stop",
                replies=(
                    reply("a", "stopp", ("Det där tar jag på allvar.", "plikt")),
                    reply("b", "slut", ("Nu överdriver du.", "Confront")),
                ),
            ),
            Node(
                id="slut",
                talk="commitment",
                text="Jag hör av mig.",
                ending=Ending(title="Ett steg", kind="step", text="Kim tog ett steg."),
            ),
            Node(
                id="stopp",
                talk="neutral",
                text="Okej.",
                ending=Ending(title="Du agerade", kind="stop", text="Du lämnade MI. Det var rätt."),
            ),
        ),
    )
