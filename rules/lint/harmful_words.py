"""The words that harm, in each language that is judged: what tells a client to stop a medicine, what will never be, what they have.

Each language says the same in its own way: English before its "stop", Spanish and French by the forms that order somebody. A
medicine's own words are listed, and a cream counts where it is a certain one: some cream or other may be anything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_FEW: Final = r"(?:\w+\s+){0,3}?"


@dataclass(frozen=True, slots=True)
class Harm:
    """What harms in a language, and what comes before it where nobody is told so.

    `having` and `owning` end where a condition is named; `conditions` are those that clients are told of by nobody but their
    practitioner, besides the names that the protocol lists.
    """

    stop: re.Pattern[str]
    not_before: re.Pattern[str]
    never: re.Pattern[str]
    having: str
    owning: str
    conditions: tuple[str, ...]
    if_before: re.Pattern[str]
    vague: re.Pattern[str]


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{each})(?!\w)" for each in patterns), re.IGNORECASE)


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\s*$", re.IGNORECASE)


_SPANISH_CREAM: Final = (
    r"(?:l[ao]s?|est[aeo]s?|es[aeo]s?|sus?)\s+(?:\w+\s+){0,2}?(?:cremas?|pomadas?|gel(?:es)?|ungüentos?)"
)
_SPANISH_MEDICINE: Final = (
    r"(?:medicamentos?|medicinas?|medicación|fármacos?|pastillas?|comprimidos?|cápsulas?|dosis|receta|tratamiento|antibióticos?"
    rf"|hormonas?|inyecci(?:ón|ones)|anticoagulantes?|{_SPANISH_CREAM})"
)
_SPANISH_ENDS: Final = r"(?:deje|pare|suspenda|interrumpa|abandone|cese|omita|salte|reduzca|baje|evite|retire)"
_SPANISH_USES: Final = r"(?:tome|use|aplique|ponga|continúe|siga)"
_SPANISH: Final = Harm(
    stop=_either(
        r"(?:deje|dejen|dejar|pare|parar|cese)\s+de\s+(?:tomar|usar|aplicar|poner)\w*",
        rf"{_SPANISH_ENDS}(?:se)?\s+{_FEW}{_SPANISH_MEDICINE}",
        r"(?:déje|suspénda|interrúmpa|abandóne|redúzca|evíte)(?:se)?l[ao]s?",
        rf"(?:dejar|suspender|interrumpir|abandonar|reducir)\s+{_FEW}{_SPANISH_MEDICINE}",
        rf"no\s+(?:se\s+)?(?:l[aoe]s?\s+)?{_SPANISH_USES}\s+(?:más\s+|con\s+)?{_FEW}{_SPANISH_MEDICINE}",
        rf"no\s+(?:se\s+)?l[ao]s?\s+{_SPANISH_USES}",
        rf"(?:tome|use)\s+(?:menos|la\s+mitad\s+de)\s+{_FEW}\w+",
        rf"(?:descanse|prescinda)\s+de\s+{_FEW}{_SPANISH_MEDICINE}",
    ),
    not_before=_before(r"\b(?:no|nunca|sin|ni)(?:\s+(?:se|lo|la))?"),
    never=_either(
        r"nunca", r"jamás", r"para\s+siempre", r"de\s+por\s+vida", r"(?:el\s+)?resto\s+de\s+su\s+vida", r"definitivamente",
        r"permanentemente", r"descartad[ao]s?", r"ya\s+no\s+(?:podrá|puede|podrán)",
    ),
    having=r"\b(?:tiene|ha\s+tenido|tenía|padece|sufre(?:\s+de)?|es|está|parece\s+tener)\s+",
    owning=r"\bsu\s+(?:\w+\s+){0,2}?",
    conditions=(
        "acné", "alergias?", "alérgic[ao]", "asma", "autoinmune", "cáncer", "calenturas?", "dermatitis", "diabetes",
        "diabétic[ao]", "enfermedad", "trastorno", "ec[cz]ema", "epilepsia", "hepatitis", "herpes", "vih", "impétigo",
        r"infecci(?:ón|ones)", "infectad[ao]", "queloides?", "queratosis", r"lesi(?:ón|ones)", "lupus", "melanoma",
        "embaraz(?:o|ada)", "psoriasis", "sarpullido", "rosácea", "síndrome", r"tumor(?:es)?", "vitíligo", "verrugas?",
    ),
    if_before=_before(r"\b(?:si|cuando|en\s+caso\s+de\s+que|aunque)(?:\s+(?:usted|ya|no))?"),
    vague=_either(
        r"últimamente", r"recientemente", r"hace\s+poco", r"hace\s+(?:algún|un|mucho)\s+tiempo", r"(?:un|algún|mucho)\s+tiempo",
        r"(?:un[ao]s|algun[ao]s|vari[ao]s|poc[ao]s|much[ao]s)\s+(?:minutos|horas|días|semanas|meses|años)", r"pronto",
    ),
)  # fmt: skip

_FRENCH_CREAM: Final = r"(?:la|le|les|cette|ce|ces|votre|vos)\s+(?:\w+\s+){0,2}?(?:crèmes?|pommades?|gels?|onguents?)"
_FRENCH_MEDICINE: Final = (
    r"(?:médicaments?|médecines?|pilules?|comprimés?|cachets?|capsules?|doses?|ordonnance|traitement|antibiotiques?|hormones?"
    rf"|piqûres?|anticoagulants?|{_FRENCH_CREAM})"
)
_FRENCH_ENDS: Final = (
    r"(?:arrêt(?:ez|er)|stopp(?:ez|er)|cess(?:ez|er)|suspend(?:ez|re)|interromp(?:ez|re)|saut(?:ez|er)|rédui(?:sez|re)"
    r"|diminu(?:ez|er)|évit(?:ez|er)|abandonn(?:ez|er))"
)
_FRENCH_USES: Final = r"(?:prenez|mettez|utilisez|appliquez|continuez)"
_FRENCH: Final = Harm(
    stop=_either(
        rf"{_FRENCH_ENDS}\s+(?:de\s+|d[’'])(?:l[ea]s?\s+|l[’']|en\s+)?(?:prendre|mettre|utiliser|appliquer)",
        rf"{_FRENCH_ENDS}\s+{_FEW}{_FRENCH_MEDICINE}",
        rf"{_FRENCH_ENDS}-l(?:e|a|es)",
        rf"n[e’']\s*(?:l[ea]s?\s+|l[’']|en\s+)?{_FRENCH_USES}\s+(?:plus|pas)\s+{_FEW}{_FRENCH_MEDICINE}",
        rf"n[e’']\s*(?:l[ea]s?\s+|l[’']|en\s+){_FRENCH_USES}\s+(?:plus|pas)",
        rf"(?:passez-vous|privez-vous)\s+de\s+{_FEW}{_FRENCH_MEDICINE}",
        r"(?:prenez|mettez|utilisez)(?:-en)?\s+(?:moins|la\s+moitié)",
    ),
    not_before=_before(r"(?:\bne|\bn[’']|\bsans|\bni)(?:\s+(?:le|la|les|pas))?"),
    never=_either(
        r"jamais", r"pour\s+toujours", r"à\s+vie", r"définitivement", r"pour\s+de\s+bon", r"(?:le\s+)?reste\s+de\s+votre\s+vie",
        r"exclu(?:e|s|es)?", r"ne\s+pour(?:rez|ra)\s+plus",
    ),
    having=r"\bvous\s+(?:avez(?:\s+eu)?|aviez|souffrez\s+d(?:e|u)|êtes|semblez\s+avoir)\s+",
    owning=r"\bvotre\s+(?:\w+\s+){0,2}?",
    conditions=(
        "acné", "allergies?", "allergiques?", "asthme", "auto-immunes?", "cancer", r"boutons?\s+de\s+fièvre", "dermatite",
        "diabète", "diabétiques?", "maladie", "trouble", "eczéma", "épilepsie", "hépatite", "herpès", "vih", "impétigo",
        "infection", "infectée?", "chéloïdes?", "kératoses?", "lésions?", "lupus", "mélanome", "enceinte", "grossesse",
        "psoriasis", "éruption", "rosacée", "zona", "syndrome", "tumeurs?", "vitiligo", "verrues?",
    ),
    if_before=_before(r"\b(?:si|quand|lorsque|au\s+cas\s+où)"),
    vague=_either(
        r"récemment", r"dernièrement", r"il\s+y\s+a\s+(?:peu|quelque\s+temps|longtemps)", r"longtemps", r"bientôt",
        r"(?:quelques|plusieurs|peu\s+de|beaucoup\s+de)\s+(?:minutes|heures|jours|semaines|mois|années|ans)",
        r"(?:un\s+certain|quelque)\s+temps",
    ),
)  # fmt: skip

HARM: Final[Mapping[str, Harm]] = {"es": _SPANISH, "fr": _FRENCH}
"""The languages besides English; that one is judged in `bans`, where its words are."""
