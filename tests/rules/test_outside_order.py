"""An order as it is told: numbers of any kind become paise and thousandths, and what says the same has one version."""

import json

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.rules.outside_order import (
    ISO_STATES,
    fixed,
    loads,
    lowered,
    mail,
    older,
    read,
    region,
    same,
    told_of,
    written,
)
from shoppos.rules.place_of_supply import STATES
from tests.shop.web_orders import ASHA


@pytest.mark.parametrize(
    ("value", "places", "number"),
    [
        ("118", 2, 11800), ("118.5", 2, 11850), (118, 2, 11800), ("0.005", 2, 1), ("0.004999", 2, 0),
        ("-1.50", 2, -150),
        ("१२.५", 2, 1250), (" 7 ", 3, 7000), ("12,5", 2, None), ("1e3", 2, None), ("", 2, None), (None, 2, None),
        (True, 2, None), ([], 2, None), ("NaN", 2, None), (10**400, 2, None), ("9" * 13, 2, None),
        ("10000000000", 2, None), ("9999999999.99", 2, 999_999_999_999), ("1234567.654321", 6, 1_234_567_654_321),
    ],
)  # fmt: skip
def test_a_number_of_any_kind_is_read_exactly_or_not_at_all(value, places, number):
    assert fixed(value, places) == number


def test_no_number_of_json_becomes_a_float():
    assert loads('{"a": 0.1, "b": 1e400, "c": NaN, "d": 7}') == {"a": "0.1", "b": "1e400", "c": "NaN", "d": 7}


def test_a_state_is_known_by_code_letters_or_name():
    assert [region(text) for text in ("27", "MH", "in-mh", "maharashtra", "", "OD", "TG")] == [
        "27", "27", "27", "27", "", "21", "36",
    ]  # fmt: skip
    assert set(ISO_STATES.values()) == set(STATES) - {"97"}
    with pytest.raises(InvalidInput, match="Utopia"):
        region("Utopia")


def test_a_mail_address_has_one_spelling_or_is_none():
    assert mail("Asha@Example.IN") == "asha@example.in"
    assert mail("asha") == mail("a b@c.in") == mail("") == ""


def test_what_is_written_is_read_back_alike():
    order = read(ASHA)
    assert read(json.loads(json.dumps(written(order)))) == order


def test_versions_say_what_is_the_same_and_what_is_older():
    first, again = told_of(ASHA), told_of({**ASHA, "version": "2026-05-04T10:00:00"})
    other = told_of({**ASHA, "version": "2026-05-04T10:00:00", "note": "Twice"})
    assert same(first.version, again.version)
    assert not same(first.version, other.version)
    assert older(first.version, other.version)
    assert not older(other.version, first.version)
    assert not older(told_of({**ASHA, "version": "9"}).version, told_of({**ASHA, "version": "10"}).version)


def test_less_of_a_line_costs_its_share():
    line = read(ASHA).lines[1]
    assert (lowered(line, 2000).amount, lowered(line, 3000).amount) == (1980, 2970)


def test_what_does_not_add_up_is_said_with_both_sums():
    with pytest.raises(InvalidInput, match=r"379\.50.*400\.00"):
        read({**ASHA, "total": "400"})
    assert read({**ASHA, "total": "380"}).total == 38000  # rounded to the rupee there
    assert read({**ASHA, "lines": [{"sku": "1001", "quantity": 1}], "total": "1"}).expected is None
