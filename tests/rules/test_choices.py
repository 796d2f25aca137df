"""Plain choices: what is typed becomes what is kept, and what cannot be chosen is refused with what can."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.rules import choices
from shoppos.rules.choices import CHOICES, Form


@pytest.mark.parametrize("one", CHOICES, ids=lambda one: one.key)
def test_what_is_usual_is_said_and_read_back_the_same(one):
    assert choices.read(one.key, choices.said(one.key, one.usual)) == one.usual
    assert choices.about(one.key).endswith(".")


@pytest.mark.parametrize("one", CHOICES, ids=lambda one: one.key)
def test_every_choice_refuses_what_it_cannot_be(one):
    if one.form == Form.NAMES:
        assert choices.read(one.key, " , ") == []
        return
    with pytest.raises(InvalidInput) as refusal:
        choices.read(one.key, "-7 yes please")
    assert refusal.value.field == one.key
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("sound", "OFF", False), ("shift_blind", "yes", True), ("round_to", "0", 0), ("language", "HI", "hi"),
        ("credit_limit", "1,500.50", 1500_50), ("credit_limit", "", 0), ("day_start", "०४", 4),
        ("eway_limit", "1,00,000", 100_000_00),
        ("expense_categories", "Rent, tea , RENT,", ["Rent", "tea"]), ("report_language", "", ""),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_in_its_own_form(key, text, kept):
    assert choices.read(key, text) == kept


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("day_start", "13"),
        ("remind_again", "0"),
        ("web_every", "4"),
        ("sound", ""),
        ("eway_limit", "49999"),
        ("eway_limit", ""),
    ],
)
def test_beyond_the_bounds_nothing_is_chosen(key, text):
    with pytest.raises(InvalidInput):
        choices.read(key, text)


def test_an_unknown_choice_is_not_found():
    assert choices.find("printers") is None
    with pytest.raises(NotFound, match="printers"):
        choices.choice("printers")


def test_what_is_usual_is_what_the_readers_take_when_nobody_chose():
    from shoppos.reports import khata, order_board, reorder
    from shoppos.rules import gst_thresholds
    from shoppos.shop import estimates, order_promise
    from shoppos.shop.settings import ROUND_TO
    from shoppos.ui import style

    usual = {one.key: one.usual for one in CHOICES}
    assert (usual["remind_after"], usual["remind_again"]) == (khata.REMIND_AFTER, khata.REMIND_AGAIN)
    assert (usual["lead_days"], usual["cover_days"]) == (reorder.LEAD_DAYS, reorder.COVER_DAYS)
    assert (usual["board_days"], usual["order_double_hours"]) == (order_board.LAST_DAYS, order_promise.DOUBLE_HOURS)
    assert (usual["estimate_days"], usual["round_to"]) == (estimates.DAYS, ROUND_TO)
    assert usual["eway_limit"] == gst_thresholds.E_WAY
    assert choices.choice("font_percent").options == style.PERCENTS
    assert choices.choice("theme").options == style.THEMES
