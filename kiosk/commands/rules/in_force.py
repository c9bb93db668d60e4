"""`kiosk rules list` of a clinic: every treatment and overlay, which version is in force, and who signed it."""

import argparse
from collections.abc import Sequence
from typing import Any

from kiosk.clinic import Clinic
from kiosk.commands.open_clinic import opened
from kiosk.commands.output import print_json, print_table, say
from kiosk.core.clean import clean
from kiosk.governance.library import InForce
from kiosk.governance.protocol_files import overlooked
from kiosk.governance.sign_offs import Decided
from kiosk.lead.languages_signed import TranslationReview, readable_reviews
from rules import day_in_words

_SHORT_HASH = 12
_LONGEST = 1000


def list_in_force(args: argparse.Namespace) -> int:
    """List what is in force in the clinic today."""
    with opened(args) as clinic:
        found = {treatment: clinic.library.in_force(treatment) for treatment in clinic.library.candidates()}
        decided = clinic.library.decided()
        ignored = overlooked(clinic.library.folder)
        drafts = clinic.library.drafts()
        read = {treatment: readable_reviews(clinic, treatment) for treatment in found}
        languages = {treatment: reviews for treatment, (reviews, _) in read.items()}
        overlays = {overlay: decided.get(overlay) for overlay in clinic.library.overlays()}
        if args.json:
            print_json([_as_json(treatment, each, languages[treatment]) for treatment, each in found.items()])
            return 0
        print_table(
            ("PROTOCOL", "TITLE", "VERSION", "VALID FROM", "SIGNED", "WITH", "HASH"),
            [_row(clinic, treatment, each) for treatment, each in found.items()],
        )
    say("", *(f"{each.title}: {clean(each.state)}." for reviews in languages.values() for each in reviews))
    if any(not each.is_signed for reviews in languages.values() for each in reviews):
        say("Clients have a language once it is signed: `kiosk rules sign PROTOCOL --language CODE --by LEAD`.")
    say("", *(f"Overlay {overlay}: {_said(decision)}." for overlay, decision in overlays.items()))
    say(*(each.problem for each in found.values() if each.problem))
    say(*(clean(problem, _LONGEST) for _, problem in read.values() if problem))
    say(*(f"Here {each} is a draft: it is in force at no machine until a lead signs it." for each in drafts))
    say(*(clean(sentence, _LONGEST) for sentence in ignored))
    return 0


def _said(decided: Decided | None) -> str:
    if decided is None:
        return "not decided; `kiosk rules adopt` or `refuse`"
    if decided.decision == "adopt":
        return "adopted"
    return f"refused ({decided.by}: {clean(decided.because)})" if decided.because else "refused"


def _row(clinic: Clinic, treatment: str, each: InForce) -> tuple[str, ...]:
    if each.protocol is None:
        return (treatment, "-", "-", "-", "not in force", "", "")
    signed = "NOT SIGNED"
    if each.signed is not None:
        proven = "" if each.signed.proves(each.protocol) else ", not proven"
        carried = ", carried over" if each.signed.is_carried else ""
        signed = f"{each.signed.by}, {day_in_words(clinic.local(each.signed.at).date())}{carried}{proven}"
    protocol = each.protocol
    return (
        treatment,
        protocol.title,
        str(protocol.version),
        day_in_words(protocol.valid_from),
        signed,
        ", ".join(protocol.overlays),
        protocol.sha256[:_SHORT_HASH],
    )


def _as_json(treatment: str, each: InForce, languages: Sequence[TranslationReview]) -> dict[str, Any]:
    protocol, signed = each.protocol, each.signed
    head: dict[str, Any] = {"id": treatment, "in_force": protocol is not None, "problem": each.problem}
    if protocol is None:
        return head
    return head | {
        "title": protocol.title,
        "version": protocol.version,
        "valid_from": protocol.valid_from.isoformat(),
        "status": protocol.status,
        "sha256": protocol.sha256,
        "questions": len(protocol.questions),
        "rules": len(protocol.rules),
        "overlays": list(protocol.overlays),
        "signed": None
        if signed is None
        else {
            "by": signed.by,
            "at": signed.at.isoformat(),
            "proven": signed.proves(protocol),
            "carried_over": signed.is_carried,
        },
        "languages": {review.language: {"in_force": review.is_signed, "says": review.state} for review in languages},
    }
