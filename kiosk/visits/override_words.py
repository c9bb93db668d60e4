"""An override as staff read it. It is on nothing that a client is given."""

from kiosk.visits.visit_parts import OVERRIDDEN, SignOff
from rules import Outcome
from rules.engine.wording import headline_of

_OUTCOMES = {"deferred": Outcome.DEFERRED, "contraindicated": Outcome.CONTRAINDICATED}


def override_words(signed: SignOff, *, with_rules: bool = True) -> str:
    """Say what was overridden, by whom, and why; `with_rules` names the rules, as a record does."""
    besides = f" and {signed.second.by}" if signed.second else ""
    over = headline_of(_OUTCOMES[signed.overrides])[0] if signed.overrides else ""
    rules = f" ({', '.join(signed.overridden)})" if with_rules and signed.overridden else ""
    what = f" {over}{rules}" if over else ""
    return f"{OVERRIDDEN}{what}, {signed.by}{besides}: {signed.why}"
