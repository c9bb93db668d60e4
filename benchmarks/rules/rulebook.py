"""Both protocols' rules as plain tuples, for each peer to write in its own language.

They are written by hand and not taken from the protocol files, so equal hits say something about both. Peers are given
what they can't work out: days and full months since a last time (FAR_AWAY if there was none), reckoned beforehand and not
timed. The kiosk gets the answers as a client gives them, and reckons by itself.
"""

FAR_AWAY = 99_999
"""Days or months since something that never was, or is not asked."""

AREAS = ("face", "neck", "decollete", "hands", "other")

Condition = tuple
Rule = tuple[str, Condition]

PEEL: list[Rule] = [
    ("PP-ACCUTANE-NOW", ("is", "isotretinoin", "now")),
    ("PP-ACCUTANE-6M", ("less", "isotretinoin_months", 6)),
    ("PP-RETINOID-3D", ("less", "retinoid_days", 3)),
    ("PP-ACNE-INFLAMED", ("is", "acne_inflamed", "yes")),
    ("PP-PIMPLES-OPEN", ("is", "pimples_open", "yes")),
    ("PP-ROSACEA", ("is", "rosacea", "yes")),
    ("PP-HERPES", ("is", "herpes_active", "yes")),
    ("PP-RASH-AREA", ("meet",)),
    ("PP-RASH-ELSEWHERE", ("apart",)),
    ("PP-LESION", ("is", "lesion", "yes")),
    ("PP-KERATOSIS", ("is", "keratosis", "yes")),
    ("PP-AUTOIMMUNE", ("is", "autoimmune", "yes")),
    ("PP-DEEP-ACNE", ("is", "deep_acne", "yes")),
    ("PP-ECZEMA", ("is", "eczema", "yes")),
    ("PP-SPACING-3W", ("less", "session_days", 21)),
    ("PP-AREA", ("includes", "area", "other")),
    ("PP-SUN", ("is", "strong_sun", "yes")),
    ("PP-NOTE", ("written", "note")),
]

FACIAL: list[Rule] = [
    ("MF-LASER", ("is", "laser_planned", "yes")),
    ("MF-AREA", ("includes", "area", "other")),
    ("MF-ACCUTANE", ("any", ("is", "isotretinoin", "now"), ("less", "isotretinoin_months", 6))),
    ("MF-RETINOID-3D", ("less", "retinoid_days", 3)),
    ("MF-HERPES", ("is", "herpes_active", "yes")),
    ("MF-PIMPLES-OPEN", ("is", "pimples_open", "yes")),
    ("MF-LESION", ("is", "lesion", "yes")),
    ("MF-RASH-AREA", ("meet",)),
    ("MF-RASH-ELSEWHERE", ("apart",)),
    ("MF-REACTION", ("is", "reaction", "yes")),
    ("MF-SENSITIVE", ("is", "skin_type", "sensitive")),
    ("MF-EXTRACTION", ("is", "extraction_ok", "no")),
    ("MF-SPACING-2W", ("all", ("one_of", "goal", ("acne", "dark_spots")), ("less", "session_days", 14))),
    ("MF-SPACING-4W", ("all", ("one_of", "goal", ("upkeep", "aging", "dull")), ("less", "session_days", 28))),
    ("MF-NOTE", ("written", "note")),
]

RULES: dict[str, list[Rule]] = {"parisian-peel": PEEL, "medical-facial": FACIAL}
