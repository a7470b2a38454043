"""MITI's words in the language of the request: codes, kinds of talk, global ratings."""

from api.catalogue.schema import Exercise
from api.learning.conversation import Advice
from api.texts import N_
from web.i18n import day_text
from web.i18n import gettext as _

MARKS: dict[str, str] = {
    "GI": N_("Information"),
    "Persuade": N_("Övertala"),
    "PwP": N_("Övertala med tillstånd"),
    "Q": N_("Fråga"),
    "SR": N_("Enkel reflektion"),
    "CR": N_("Komplex reflektion"),
    "AF": N_("Bekräfta"),
    "Seek": N_("Söka samarbete"),
    "Emphasize": N_("Betona autonomi"),
    "Confront": N_("Konfrontera"),
    "none": N_("Okodat"),
    "plikt": N_("Plikt"),
}

TALK: dict[str, str] = {
    "desire": N_("förändringstal: önskan"),
    "ability": N_("förändringstal: förmåga"),
    "reasons": N_("förändringstal: skäl"),
    "need": N_("förändringstal: behov"),
    "commitment": N_("förändringstal: åtagande"),
    "activation": N_("förändringstal: aktivering"),
    "steps": N_("förändringstal: steg på väg"),
    "sustain": N_("bibehållandetal"),
    "discord": N_("dissonans"),
    "neutral": N_("neutralt"),
    "mixed": N_("blandat"),
}

GLOBALS: dict[str, str] = {
    "cultivating": N_("Främja förändringstal"),
    "softening": N_("Dämpa bibehållandetal"),
    "partnership": N_("Partnerskap"),
    "empathy": N_("Empati"),
}

ANCHORS: dict[str, str] = {
    "cultivating": N_(
        "1: lägger inte märke till förändringstal. 3: märker det ibland. "
        "5: hjälper genomgående den andra att säga mer om sina egna skäl."
    ),
    "softening": N_(
        "1: ber om skäl att stanna som det är. 3: följer med ibland. "
        "5: gräver inte i sådana skäl och för samtalet vidare utan att säga emot."
    ),
    "partnership": N_(
        "1: styr och vet bäst. 3: låter den andra vara med ibland. "
        "5: delar på makten, så att den andras tankar påverkar samtalet."
    ),
    "empathy": N_(
        "1: visar inget intresse för den andras bild. 3: försöker förstå ibland. "
        "5: visar djup förståelse, också för det som inte sägs rakt ut."
    ),
}

STRENGTHS: dict[str, str] = {
    "plikt": N_("Du satte skyddet först när det behövdes, och sa det rakt ut."),
    "CR": N_("Du lyssnade efter det som låg under orden och sa det tillbaka."),
    "AF": N_("Du såg något bra hos den andra och sa det med egna ord."),
    "Emphasize": N_("Du lät valet vara den andras, också när det var svårt."),
    "Seek": N_("Du bad om lov och frågade vad den andra tänkte."),
    "SR": N_("Du visade att du hörde, utan att lägga till eller dra ifrån."),
    "PwP": N_("Du gav ditt råd med lov och lät den andra välja."),
    "GI": N_("Du berättade tydligt hur det är, utan att övertala."),
    "Q": N_("Du var nyfiken och lät den andra berätta."),
}

ADVICE: dict[Advice, str] = {
    Advice.CONFRONT: N_(
        "Prova att svara med en reflektion där du sa emot. Vad känner den andra, bakom orden?"
    ),
    Advice.PERSUADE: N_(
        "Prova att be om lov innan du ger ett råd, eller att fråga efter egna idéer."
    ),
    Advice.QUESTIONS: N_(
        "Prova att göra om en fråga till ett påstående. Låt tonen falla på slutet."
    ),
    Advice.COMPLEX: N_("Prova att lägga till det du anar: en känsla, en mening, nästa steg."),
    Advice.AFFIRM: N_(
        "Prova att bekräfta något bestämt som den andra har gjort eller bryr sig om."
    ),
    Advice.AUTONOMY: N_("Prova att säga högt att valet är den andras, eller att fråga om lov."),
    Advice.OTHER_WAY: N_("Prova en annan väg och se hur samtalet slutar då."),
}


def mark_text(mark: str) -> str:
    """The name of a code."""
    return _(MARKS[mark])


def reviewed_text(exercise: Exercise) -> str:
    """Which MI trainer has read an exercise and when, or that none has."""
    if exercise.reviewed_by is None:
        return _("Inte granskad av MI-tränare.")
    return _("Granskad av %(name)s %(day)s.") % {
        "name": exercise.reviewed_by,
        "day": day_text(exercise.reviewed_on),
    }
