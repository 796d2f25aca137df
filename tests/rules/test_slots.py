"""When an order can come: by slots, closed days, a cut-off, and what has to be bought first."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoppos.rules import slots
from shoppos.rules.slots import Plan, Slot, earliest, read, ready_on

MONDAY = dt.date(2026, 11, 23)
MORNING = Slot("10-12", 600, 720, 2)
EVENING = Slot("17-19", 1020, 1140, 2, ("delivery",))


def at(hour: int, minute: int = 0, ahead: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 23 + ahead, hour, minute)  # noqa: DTZ001  (the shop's own wall clock)


def nobody(_day: dt.date, _label: str) -> int:
    return 0


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (at(8), (MONDAY, "10-12")),
        (at(11), (MONDAY, "10-12")),
        (at(11, 1), (MONDAY, "17-19")),
        (at(18), (MONDAY, "17-19")),
        (at(18, 1), (MONDAY + dt.timedelta(1), "10-12")),
    ],
)
def test_the_first_slot_that_can_still_be_made_is_promised(now, found):
    assert earliest(Plan((MORNING, EVENING)), now, MONDAY, "delivery", nobody) == found


def test_a_full_slot_is_left_out():
    full = {(MONDAY, "10-12"): 2, (MONDAY, "17-19"): 3}
    found = earliest(Plan((MORNING, EVENING)), at(8), MONDAY, "delivery", lambda *slot: full.get(slot, 1))
    assert found == (MONDAY + dt.timedelta(1), "10-12")


def test_a_slot_without_a_limit_is_never_full():
    assert earliest(Plan((Slot("any", 0, 1440),)), at(8), MONDAY, "pickup", lambda *_: 999) == (MONDAY, "any")


def test_who_fetches_gets_slots_of_their_own():
    assert earliest(Plan((EVENING, MORNING)), at(13), MONDAY, "pickup", nobody) == (
        MONDAY + dt.timedelta(1), "10-12",
    )  # fmt: skip
    assert earliest(Plan((EVENING,)), at(13), MONDAY, "pickup", nobody) == (MONDAY, ""), "no slots, so the day"


def test_closed_days_are_passed_over():
    plan = Plan((MORNING,), closed=frozenset({0, 20261124}))
    assert earliest(plan, at(8), MONDAY, "delivery", nobody) == (dt.date(2026, 11, 25), "10-12")
    assert plan.of(MONDAY, "delivery") == ()
    assert not plan.open_on(dt.date(2026, 11, 24))


def test_what_must_be_bought_first_comes_when_it_is_there():
    ready = ready_on(MONDAY, [3, 5])
    assert ready == dt.date(2026, 11, 28)
    assert earliest(Plan((MORNING,)), at(20), ready, "delivery", nobody) == (ready, "10-12")
    assert ready_on(MONDAY, []) == MONDAY


def test_without_slots_the_day_ends_with_the_last_minute():
    plan = Plan(last=18 * 60)
    assert earliest(plan, at(18), MONDAY, "delivery", nobody) == (MONDAY, "")
    assert earliest(plan, at(18, 1), MONDAY, "delivery", nobody) == (MONDAY + dt.timedelta(1), "")


def test_nothing_is_promised_that_never_comes():
    assert earliest(Plan(closed=frozenset(range(7))), at(8), MONDAY, "delivery", nobody) is None
    assert earliest(Plan((MORNING,)), at(8), MONDAY, "delivery", lambda *_: 2) is None


def test_a_slot_serves_its_days_only():
    weekend = Slot("10-12", 600, 720, days=(5, 6))
    assert earliest(Plan((weekend,)), at(8), MONDAY, "delivery", nobody) == (dt.date(2026, 11, 28), "10-12")


def test_the_settings_are_read():
    plan = read(
        [{"label": "10-12", "from": 600, "to": 720, "most": 2, "ways": ["delivery"], "days": [0, 1]}],
        [6, 20261225], {"before": 90, "last": 1080},
    )  # fmt: skip
    assert plan == Plan((Slot("10-12", 600, 720, 2, ("delivery",), (0, 1)),), frozenset({6, 20261225}), 90, 1080)


@pytest.mark.parametrize(
    "told",
    [None, "x", [None], [{"label": "", "from": 1, "to": 2}], [{"label": "a", "from": "1", "to": 2}], [{"label": "a"}]],
)
def test_what_is_no_slot_counts_for_nothing(told):
    assert read(told, "sunday", ["x"]) == Plan()


def test_a_slot_told_shortly_is_for_all_days_and_ways():
    (slot,) = read([{"label": "a", "from": 1, "to": 2, "most": -3}], [], {"before": -1, "last": 9999}).slots
    assert slot == Slot("a", 1, 2, 0, (slots.DELIVERY, slots.PICKUP), tuple(range(7)))


MINUTES = st.integers(0, 1440)
SOME_SLOTS = st.lists(
    st.builds(
        Slot, st.sampled_from(["a", "b", "c"]), MINUTES, MINUTES, st.integers(0, 2),
        st.sampled_from([("delivery",), ("pickup",), ("delivery", "pickup")]),
        st.lists(st.integers(0, 6), max_size=7, unique=True).map(tuple),
    ),
    max_size=4, unique_by=lambda slot: slot.label,
)  # fmt: skip


@given(
    some=SOME_SLOTS, closed=st.frozensets(st.integers(0, 6)), before=st.integers(0, 300), minute=st.integers(0, 1439),
    wait=st.integers(0, 9), full=st.dictionaries(st.tuples(st.integers(0, 20), st.sampled_from("abc")), st.just(9)),
)  # fmt: skip
def test_what_is_promised_can_be_kept_and_nothing_earlier_could(some, closed, before, minute, wait, full):
    plan, now = Plan(tuple(some), closed, before), at(minute // 60, minute % 60)
    ready = MONDAY + dt.timedelta(days=wait)

    def taken(day: dt.date, label: str) -> int:
        return full.get(((day - MONDAY).days, label), 0)

    def can(ahead: int, slot: Slot) -> bool:
        day = MONDAY + dt.timedelta(days=ahead)
        open_then = day.weekday() not in closed and day.weekday() in slot.days and "delivery" in slot.ways
        soon_enough = ahead > 0 or minute + before <= slot.end
        return day >= ready and open_then and soon_enough and not (slot.most and taken(day, slot.label) >= slot.most)

    serving = [slot for slot in some if "delivery" in slot.ways]
    days = [n for n in range(wait, wait + slots.FARTHEST + 1) if (MONDAY + dt.timedelta(n)).weekday() not in closed]
    if serving:
        kept = [(n, slot.start, slot.end, slot.label) for n in days for slot in serving if can(n, slot)]
        first = min(kept, default=None, key=lambda one: one[:3])
    else:
        days = [n for n in days if n > 0 or minute <= plan.last]
        first = (days[0], 0, 0, "") if days else None
    found = earliest(plan, now, ready, "delivery", taken)
    assert (found is None) == (first is None)
    if found is not None:
        assert (found[0] - MONDAY).days == first[0]
        assert (found[1] == "") == (first[3] == "")
        same = [slot for slot in serving if slot.label == found[1]]
        assert all((slot.start, slot.end) == first[1:3] for slot in same)
