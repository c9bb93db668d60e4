"""Forms that were put aside: in memory, for one person, for half an hour."""

from kiosk.desk.half_filled import Given, HalfFilled, HalfFilledForms
from tests.kiosk.conftest import FixedClock


def form(owner: str = "S1", name: str = "walk_in", visit_id: str = "", text: str = "Will") -> HalfFilled:
    """Return a form with one answer."""
    return HalfFilled(owner, name, "Walk-in", visit_id, "", (Given("Given name", text),), {"Family name": "Walk"})


def test_a_form_is_kept_for_half_an_hour_for_whoever_put_it_aside(clock: FixedClock) -> None:
    forms = HalfFilledForms(clock)
    forms.put(mine := form())
    forms.put(hers := form("S2"))
    assert forms.of("S1") == (mine,)
    assert forms.of("S2") == (hers,)
    clock.forward(minutes=29)
    assert forms.of("S1") == (mine,)
    clock.forward(minutes=1)
    assert forms.of("S1") == ()


def test_the_same_form_of_the_same_visit_is_kept_once(clock: FixedClock) -> None:
    forms = HalfFilledForms(clock)
    for each in (form(visit_id="V1"), other := form(visit_id="V2"), newer := form(visit_id="V1", text="Wilma")):
        forms.put(each)
    assert forms.of("S1") == (newer, other)
    forms.take(newer)
    assert forms.of("S1") == (other,)


def test_what_is_in_a_form_shows_in_no_traceback() -> None:
    assert "Will" not in repr(form())
    assert "Walk" not in repr(form().given)
