"""Reports on their ways, as they are read: places of the settings, ids by their end, counts and ages."""

import pytest

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.reports import deliveries
from tests.shop.report_rows import owed


def test_what_nobody_can_have_meant_is_no_place(shop):
    shop.settings.set("delivery_places", [
        {"key": "m", "kind": "mail", "to": "owner@example.in"}, "mail", {"kind": "mail"},
        {"key": "x", "kind": "pigeon"},
        {"key": "f", "kind": "folder", "url": "/tmp/x", "active": False},
    ])  # fmt: skip
    found = deliveries.places(shop.db)
    assert [(one.key, one.name, one.where, one.active) for one in found] == [
        ("m", "m", "owner@example.in", True), ("f", "f", "/tmp/x", False)
    ]  # fmt: skip
    shop.settings.set("delivery_places", {"m": 1})
    assert deliveries.places(shop.db) == []


def test_a_report_is_found_by_the_end_of_its_id_and_never_by_chance(shop):
    one, _other = owed(shop, 2)
    assert deliveries.named(shop.db, one.hex().upper()[-8:]).id == one
    for text in ("", "abc", "%", "____", "xyz12345"):
        with pytest.raises(InvalidInput):
            deliveries.named(shop.db, text)
    with pytest.raises(NotFound, match="No report ends"):
        deliveries.named(shop.db, "00000000")


def test_each_report_has_a_name_of_its_own_for_its_files(shop):
    names = {deliveries.report(shop.db, one).file for one in owed(shop, 50)}
    assert len(names) == 50
    assert "2026-01-01-A1-day-0001-" in min(names)


def test_words_for_a_person_are_counted_apart(shop):
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    owed(shop, 2)
    shop.reports.claim()
    found = deliveries.counts(shop.db)
    assert (found["owed"], found["sending"], found["by_hand"]) == (1, 1, 2)
    assert 0 < found["oldest"] <= shop.db.clock.ms()


def test_what_says_why_it_waits_stands_first(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    first, second, third = owed(shop, 3)
    shop.reports.not_made(first, "It cannot be drawn.")
    waiting = [way.report.id for way in deliveries.ways(shop.db) if way.place.key == "f"]
    assert waiting == [first, third, second]
    assert [way.report.id for way in deliveries.ways(shop.db, ()) if way.place.key == "f"] == [third, second, first]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-5, "0 min"), (59, "59 min"), (60, "1 h"), (2879, "47 h"), (2880, "2 days"), (14400, "10 days")],
)
def test_an_age_is_told_in_its_largest_unit(minutes, said):
    assert deliveries.age_said(minutes * 60_000) == said
