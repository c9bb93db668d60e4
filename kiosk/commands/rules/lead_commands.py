"""`kiosk rules sign`, `adopt`, `refuse` and `set`: what a lead decides about the rules, with a PIN and for the record."""

import argparse
from collections.abc import Callable, Sequence

from kiosk.clinic import Clinic
from kiosk.commands.open_clinic import opened
from kiosk.commands.output import quoted, say
from kiosk.commands.pin_input import ask_line, known_pin
from kiosk.commands.progress import progress
from kiosk.commands.rules.overlay_decisions import Rulings, asked_for
from kiosk.commands.rules.review_text import review_in_words
from kiosk.commands.rules.sign_translation import sign_language
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.governance import protocol_files, set_number
from kiosk.lead.rulings import keeps_from_signing, known_overlay, to_adopt, to_refuse, weaker_than_signed
from kiosk.people.staff import StaffMember
from kiosk.replay.sign_off_review import Review, review, touched_protocols
from rules import Period, Protocol
from rules.reading.consistency import too_long
from rules.reading.overlays import shipped_overlays

_NOT_SIGNED = 1
_LONGEST_REASON = 300


def sign_protocol(args: argparse.Namespace) -> int:
    """Sign a protocol as its files say it, or its words in a language."""
    with opened(args) as clinic:
        lead = _lead(clinic, args)
        if args.language is not None:
            return sign_language(clinic, lead, args.protocol, args.language, args.pin_fd)
        rulings = _asked(clinic, args)
        if rulings.decisions:
            return _signed(clinic, args, lead, _with_adopted(clinic, args.protocol, rulings), rulings=rulings)
        with progress() as tell:
            reviewed = review(clinic, args.protocol, tell=tell)
        if reviewed.is_signed and reviewed.signed is not None and args.protocol not in clinic.library.drafts():
            say(
                f"{reviewed.protocol.title}, version {reviewed.protocol.version}, is signed already: {reviewed.signed.by}."
            )
            _say_undecided(clinic, args.protocol)
            return 0
        status = _signed(clinic, args, lead, [reviewed])
        if status == 0:
            _say_undecided(clinic, args.protocol)
        return status


def _asked(clinic: Clinic, args: argparse.Namespace) -> Rulings:
    """Ask about the overlays that ship for this protocol and are still undecided, if questions may be asked."""
    return asked_for(clinic.library.undecided(args.protocol)) if args.pin_fd is None else Rulings()


def _with_adopted(clinic: Clinic, treatment: str, rulings: Rulings) -> list[Review]:
    """Review a protocol with what is adopted on it, and all other protocols of those overlays."""
    adopted = [overlay for overlay, decision in rulings.decisions.items() if decision == "adopt"]
    changed: dict[str, bytes | None] = {
        overlay: protocol_files.read_bytes(clinic.library.overlay_path(overlay)) for overlay in adopted
    }
    says = [each for overlay in adopted for each in clinic.library.overlay(overlay).says.protocols]
    touched = dict.fromkeys((treatment, *touched_protocols(clinic, tuple(dict.fromkeys(says)))))
    with progress() as tell:
        reviews = [review(clinic, each, changed, tell=tell) for each in touched]
    return [each for each in reviews if not each.is_signed]


def _say_undecided(clinic: Clinic, treatment: str) -> None:
    for overlay in clinic.library.undecided(treatment):
        say(
            f"Nobody has decided on {overlay} yet, so the practitioner looks first at every visit: "
            f"`kiosk rules adopt {overlay} --by LEAD`, or `kiosk rules refuse {overlay} --because TEXT --by LEAD`."
        )


def adopt(args: argparse.Namespace) -> int:
    """Put an overlay in force, and sign again the protocols it goes on."""
    with opened(args) as clinic:
        lead = _lead(clinic, args)
        with progress() as tell:
            reviews = to_adopt(clinic, args.overlay, tell=tell)
        return _signed(clinic, args, lead, reviews, rulings=Rulings({args.overlay: "adopt"}))


def refuse_overlay(args: argparse.Namespace) -> int:
    """Leave an overlay out; if it was in force, sign the protocols again without it."""
    with opened(args) as clinic:
        lead = _lead(clinic, args, reason_alone=True)
        overlay = known_overlay(clinic, args.overlay)
        because = _why_refused(args, overlay)
        with progress() as tell:
            reviews = to_refuse(clinic, overlay, tell=tell)
        return _signed(clinic, args, lead, reviews, rulings=Rulings({overlay: "refuse"}, {overlay: because}))


def _why_refused(args: argparse.Namespace, overlay: str) -> str:
    """Return the reason for a refusal, asked for where it may be; BadInput if an overlay that ships is refused without one."""
    because = clean(args.because or "", _LONGEST_REASON)
    if not because and overlay in shipped_overlays():
        if args.pin_fd is not None:
            raise BadInput(f"Say why {overlay} is refused: --because TEXT.")
        because = clean(ask_line(f"Why is {overlay} refused"), _LONGEST_REASON)
    return because


def set_period(args: argparse.Namespace) -> int:
    """Make a rule's period longer, and sign the result."""
    with opened(args) as clinic:
        lead = _lead(clinic, args)
        mended, protocol = _drafted(clinic, args.protocol)
        known = set_number.periods(protocol)
        rule, period = args.rule, args.period
        if rule is None:
            say(f"The periods of {protocol.title}:", *(f"  {each}  {now}" for each, now in known.items()))
            rule = ask_line("Which rule")
        if period is None:
            period = ask_line(f"How long, instead of {known.get(rule, 'now')}")
        day = args.first or clinic.today()
        change = set_number.longer(clinic.library, protocol, rule.strip(), _period(period), day, own=mended)
        if mended is not None and mended.dropped:
            say(f"{mended.overlay} tightened {' and '.join(mended.dropped)}, no longer in force: dropped from it.")
        with progress() as tell:
            reviewed = review(clinic, args.protocol, change.changed, change.own_text, tell=tell)
        rulings = Rulings({} if change.overlay is None else {change.overlay: "adopt"})
        return _signed(
            clinic,
            args,
            lead,
            [reviewed],
            rulings=rulings,
            before=lambda: protocol_files.write_protocol(change.path, change.text),
        )


def _drafted(clinic: Clinic, treatment: str) -> tuple[set_number.RepairedOverlay | None, Protocol]:
    """Return what the files say of a treatment, its own overlay mended; BadInput, naming those there are, if there is none."""
    if treatment not in clinic.library.candidates():
        raise BadInput(
            f"This clinic has no protocol {clean(treatment, 40)}; there are {', '.join(clinic.library.candidates())}."
        )
    mended = set_number.mended(clinic.library, treatment)
    return mended, clinic.library.drafted(treatment, mended.changed if mended is not None else None).protocol


def _period(words: str) -> Period:
    try:
        period = Period.of(words.strip())
    except ValueError:
        raise BadInput(
            f'A period is written like "3 days", "4 weeks" or "12 months", not "{clean(words, 40)}".'
        ) from None
    if period.is_too_long:
        raise BadInput(too_long(period))
    return period


def _lead(clinic: Clinic, args: argparse.Namespace, *, reason_alone: bool = False) -> StaffMember:
    reason = bool((args.because or "").strip())
    if args.weaker != reason and not (reason and reason_alone):
        raise BadInput(
            "--weaker and --because TEXT go together: what is weaker than before is signed with the reason why."
        )
    member = clinic.staff.by_name(args.by)
    if member.role != "lead" or not member.active:
        raise NotAllowed(f"{member.name} is not a lead of this clinic; only a lead signs rules.")
    return member


def _signed(
    clinic: Clinic,
    args: argparse.Namespace,
    lead: StaffMember,
    reviews: Sequence[Review],
    *,
    rulings: Rulings | None = None,
    before: Callable[[], None] = lambda: None,
) -> int:
    for each in reviews:
        say(*map(quoted, review_in_words(each)), "")
    if why := keeps_from_signing(reviews):
        say(why)
        return _NOT_SIGNED
    weaker = weaker_than_signed(reviews)
    if weaker and not args.weaker:
        say(f"Nothing was signed: {weaker} If that is meant, say so and why: --weaker --because TEXT.")
        return _NOT_SIGNED
    if args.pin_fd is None and ask_line("Type yes to sign").strip().casefold() != "yes":
        say("Nothing was signed.")
        return _NOT_SIGNED
    member = clinic.staff.check_pin(lead.name, known_pin(args.pin_fd, lead.name), terminal=clinic.terminal)
    before()
    because = clean(args.because, _LONGEST_REASON) if args.weaker else None
    decided = rulings or Rulings()
    clinic.sign_protocols([each.proven(because) for each in reviews], member, decided.decisions, decided.reasons)
    for overlay, decision in decided.decisions.items():
        say(f"{overlay} is {'adopted' if decision == 'adopt' else 'refused'}.")
    for each in reviews:
        say(f"{each.protocol.title}, version {each.protocol.version}, is signed by {member.name}.")
    return 0
