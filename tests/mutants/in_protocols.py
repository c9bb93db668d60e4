"""Faults a hand could slip into a protocol."""

from tests.mutants.seeding import FACIAL, PEEL, Mutant, dropped, of_protocol

MUTANTS: tuple[Mutant, ...] = (
    # A rule is gone.
    dropped(PEEL, "PP-HERPES"),
    dropped(PEEL, "PP-AUTOIMMUNE"),
    dropped(PEEL, "PP-RETINOID-3D"),
    dropped(PEEL, "PP-RASH-AREA"),
    dropped(PEEL, "PP-SUN"),
    dropped(PEEL, "PP-NOTE"),
    dropped(FACIAL, "MF-LASER"),
    dropped(FACIAL, "MF-SPACING-2W"),
    dropped(FACIAL, "MF-AREA"),
    # An outcome is weaker, or stronger, than it should be.
    of_protocol("a lesion only asks for a look", PEEL, ("PP-LESION", "outcome: deferred", "outcome: review")),
    of_protocol("rosacea only puts off", PEEL, ("PP-ROSACEA", "outcome: contraindicated", "outcome: deferred")),
    of_protocol("a retinoid is only cautioned", PEEL, ("PP-RETINOID-3D", "outcome: deferred", "outcome: caution")),
    of_protocol("deep acne is only cautioned", PEEL, ("PP-DEEP-ACNE", "outcome: review", "outcome: caution")),
    of_protocol("a rash in the area is only cautioned", PEEL, ("PP-RASH-AREA", "outcome: deferred", "outcome: caution")),
    of_protocol("a cold sore is only cautioned (facial)", FACIAL, ("MF-HERPES", "outcome: review", "outcome: caution")),
    of_protocol("open pimples put the facial off", FACIAL, ("MF-PIMPLES-OPEN", "outcome: review", "outcome: deferred")),
    of_protocol("an early peel is put off", PEEL, ("PP-SPACING-3W", "outcome: review", "outcome: deferred")),
    # A condition is turned round, or blind.
    of_protocol("open pimples are asked the other way", PEEL, ("PP-PIMPLES-OPEN", "is: yes", "is: no")),
    of_protocol("keratosis is asked the other way", PEEL, ("PP-KERATOSIS", "is: yes", "is: no")),
    of_protocol("extraction is asked the other way", FACIAL, ("MF-EXTRACTION", "is: no", "is: yes")),
    of_protocol(
        "a rash here is taken for one elsewhere",
        PEEL,
        ("PP-RASH-AREA", "meets: area", "apart_from: area"),
        ("PP-RASH-ELSEWHERE", "apart_from: area", "meets: area"),
    ),
    of_protocol("Accutane now is taken for stopped", PEEL, ("PP-ACCUTANE-NOW", "is: now", "is: stopped")),
    of_protocol("Accutane never is taken for now", PEEL, ("PP-ACCUTANE-NOW", "is: now", "is: never")),
    of_protocol("Accutane now is not seen (facial)", FACIAL, ("MF-ACCUTANE", "is: now", "is: stopped")),
    of_protocol("eczema looks at deep acne", PEEL, ("PP-ECZEMA", "question: eczema", "question: deep_acne")),
    of_protocol("an unusual area is the face", PEEL, ("PP-AREA", "includes: other", "includes: face")),
    of_protocol("sensitive skin is dry", FACIAL, ("MF-SENSITIVE", "is: sensitive", "is: dry")),
    of_protocol("dark spots have no interval", FACIAL, ("MF-SPACING-2W", "[acne, dark_spots]", "[acne]")),
    of_protocol(
        "the goals have each other's interval",
        FACIAL,
        ("MF-SPACING-2W", "[acne, dark_spots]", "[upkeep, aging, dull]"),
        ("MF-SPACING-4W", "[upkeep, aging, dull]", "[acne, dark_spots]"),
    ),
    # A gate opens on the wrong answer.
    of_protocol("where the rash is, is asked of those without", PEEL, ("rash_where", "is: yes", "is: no")),
    of_protocol("the last peel is asked of everybody", PEEL, ("session_last", "    only_if: {question: had_before, is: yes}\n", "")),
    of_protocol("the last Accutane is asked of those who take it", PEEL, ("isotretinoin_last", "is: stopped", "is: now")),
    of_protocol(
        "the last retinoid hangs on the rash", PEEL, ("retinoid_last", "question: retinoid,", "question: rash,")
    ),
    of_protocol("the last facial is asked of the new", FACIAL, ("session_last", "is: yes", "is: no")),
    # A period is another one.
    of_protocol("Accutane rests five months", PEEL, ("PP-ACCUTANE-6M", "less_than_ago: 6 months", "less_than_ago: 5 months")),
    of_protocol(
        "Accutane rests 26 weeks",
        PEEL,
        ("PP-ACCUTANE-6M", "less_than_ago: 6 months", "less_than_ago: 26 weeks"),
        ("isotretinoin_last", "period: 6 months", "period: 26 weeks"),
    ),
    of_protocol(
        "a retinoid rests two days",
        PEEL,
        ("PP-RETINOID-3D", "less_than_ago: 3 days", "less_than_ago: 2 days"),
        ("retinoid_last", "period: 3 days", "period: 2 days"),
    ),
    of_protocol(
        "a peel is spaced by 21 days",
        PEEL,
        ("PP-SPACING-3W", "less_than_ago: 3 weeks", "less_than_ago: 21 days"),
        ("session_last", "period: 3 weeks", "period: 21 days"),
    ),
    of_protocol("acne is spaced by three weeks", FACIAL, ("MF-SPACING-2W", "less_than_ago: 2 weeks", "less_than_ago: 3 weeks")),
    of_protocol("the last retinoid is asked for a week", PEEL, ("retinoid_last", "period: 3 days", "period: 1 week")),
    # Questions and options.
    of_protocol("one more way to take Accutane leads nowhere", PEEL, ("isotretinoin", "stopped: ", 'perhaps: "Perhaps", stopped: ')),
    of_protocol("taking Accutane now is called harmless", PEEL, ("isotretinoin", "harmless: [never]", "harmless: [never, now]")),
    of_protocol("extraction is harmless the other way", FACIAL, ("extraction_ok", "harmless: [yes]", "harmless: [no]")),
    of_protocol("a cold sore is asked for ever", PEEL, ("herpes_active", "horizon: today", "horizon: ever")),
    of_protocol("rosacea decides nothing", PEEL, ("rosacea", "horizon: ever", "horizon: ever\n    informational: true")),
    of_protocol("the wishes decide something", PEEL, ("concerns", "    informational: true\n", "")),
    of_protocol("two facts in one question", PEEL, ("rosacea", "ever had rosacea?", "ever had rosacea or a keratosis?")),
    # Texts and sources.
    of_protocol("a text says four days", PEEL, ("PP-RETINOID-3D", "less than {period} ago", "less than four days ago")),
    of_protocol("a question says five months", PEEL, ("isotretinoin", "tender for months", "tender for five months")),
    of_protocol("a question says half a year", PEEL, ("session_last", "some weeks of rest", "half a year of rest")),
    of_protocol("a source has no such item", PEEL, ("PP-AUTOIMMUNE", "contraindications 9", "contraindications 10")),
    of_protocol("a contraindication is no longer cited", PEEL, ("PP-KERATOSIS", "source: [contraindications 8]", "house: true")),
    of_protocol("a contraindication is cited for another", PEEL, ("PP-KERATOSIS", "contraindications 8", "contraindications 9")),
    of_protocol("a client is told in long words", PEEL, ("PP-ECZEMA", "There may be more that can help you.", "Alternative dermatological interventions necessitate individualised consultation.")),
    of_protocol("what is inferred is not marked", FACIAL, ("MF-HERPES", "    inferred: true", "")),
)  # fmt: skip
