"""Reports that travel: each is claimed before it leaves, and what becomes of it is kept."""

import pytest

from shoppos.base.errors import NeedsApproval, NotFound, Refused
from shoppos.reports import deliveries
from shoppos.shop import Shop
from tests.shop.report_rows import made, owed, states
from tests.stories.clocks import SetClock


@pytest.fixture
def clock():
    return SetClock("2026-11-20 09:00")


@pytest.fixture
def shop(folder, clock):
    shop = Shop.open(folder, clock=clock)
    yield shop
    shop.close()


# -- claiming and noting


def test_a_report_is_claimed_once_and_noted_as_sent_tried_again_or_failed(shop, clock):
    shop.reports.set_place("mail", "owner@example.in", key="m")
    first, second = owed(shop, 2)
    one = shop.reports.claim()
    assert (one.report.id, one.place.key, one.tries) == (first, "m", 1)
    assert shop.reports.later(first, "m", clock.ms() + 60_000, "busy")
    assert shop.reports.claim().report.id == second
    assert shop.reports.claim() is None, "the first waits, the second is being sent"
    assert shop.reports.failed(second, "m", "refused")
    assert not shop.reports.sent(second, "m"), "it is not being sent any more"
    assert shop.reports.next_at() == clock.ms() + 60_000
    clock.go_on(minutes=2)
    assert shop.reports.claim().tries == 2
    assert shop.reports.sent(first, "m", "<ref>")
    assert states(shop) == {"sent": 1, "failed": 1}
    assert shop.reports.age() == 120_000


def test_a_place_that_is_left_alone_holds_up_no_other(shop):
    shop.reports.set_place("mail", "owner@example.in", key="m")
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    owed(shop, 2)
    claimed = [shop.reports.claim({"m"}) for _two in range(3)]
    assert [one and one.place.key for one in claimed] == ["f", "f", None]
    assert shop.reports.next_at({"f"}) is not None


def test_what_a_dead_sender_left_is_owed_again(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    owed(shop, 1)
    assert shop.reports.claim() is not None
    assert shop.reports.recover() == 1
    assert shop.reports.claim().tries == 2


def test_a_report_is_made_once_whoever_makes_it(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    (one,) = owed(shop, 1)
    assert shop.reports.unmade() == [one]
    first = shop.reports.keep(one, {"html": b"first", "pdf": b"p", "text": b"t", "subject": b"s"})
    assert shop.reports.keep(one, {"html": b"second"}) == first == shop.reports.files(one)
    assert shop.reports.unmade() == []


def test_files_of_old_reports_that_arrived_are_let_go(shop, clock):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    old, waits, new = owed(shop, 3)
    for one in (old, waits):
        shop.reports.keep(one, {"html": b"x"})
    assert shop.reports.claim().report.id == old
    shop.reports.sent(old, "f")
    clock.go_on(days=91)
    shop.reports.keep(new, {"html": b"x"})
    assert [bool(shop.reports.files(one)) for one in (old, waits, new)] == [False, True, True]


# -- a person


def test_a_report_that_failed_is_sent_again_and_one_that_arrived_only_where_it_is_asked_for(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    (one,) = owed(shop, 1)
    shop.reports.claim()
    shop.reports.failed(one, "f", "no")
    assert shop.reports.retry(one) == ["f"]
    shop.reports.claim()
    shop.reports.sent(one, "f")
    with pytest.raises(Refused, match="Nothing of this report failed"):
        shop.reports.retry(one)
    assert shop.reports.retry(one, "f") == ["f"]
    assert states(shop) == {"owed": 1}
    shop.reports.set_place("mail", "owner@example.in", key="m")
    assert shop.reports.retry(one, "m") == ["m"], "a place that was set up later"
    with pytest.raises(NotFound):
        shop.reports.retry(one, "nowhere")


def test_words_for_whatsapp_are_opened_and_sent_by_a_person(shop):
    shop.reports.set_place("whatsapp", "+91 98123 45678", key="w")
    (one,) = owed(shop, 1)
    assert shop.reports.claim() is None, "no program sends it"
    with pytest.raises(Refused, match="not made yet"):
        shop.reports.opened(one, "w")
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    assert shop.reports.opened(one, "w") == "https://wa.me/919812345678?text=report%201%20of%20A1"
    assert states(shop) == {"opened": 1}
    shop.reports.sent_by_hand(one, "w")
    assert states(shop) == {"sent": 1}
    with pytest.raises(Refused, match="does not wait"):
        shop.reports.sent_by_hand(one, "w")


def test_what_is_cancelled_is_owed_no_longer(shop):
    shop.reports.set_place("folder", str(shop.db.path.parent / "x"), key="f")
    (one,) = owed(shop, 1)
    shop.reports.cancel(one, "f")
    assert shop.reports.claim() is None
    assert shop.reports.owed() == []
    assert shop.reports.age() == 0


def test_who_may_not_see_reports_reads_cancels_and_fakes_none_until_a_manager_says_yes(shop):
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    (one,) = owed(shop, 1)
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    for act in (shop.reports.opened, shop.reports.cancel, shop.reports.sent_by_hand, shop.reports.retry):
        with pytest.raises(NeedsApproval, match="Not everybody may see"):
            act(one, "w")
    with pytest.raises(NeedsApproval):
        shop.reports.allow_trial("w")
    assert states(shop) == {"owed": 1}
    with pytest.raises(NeedsApproval) as needed:
        shop.reports.opened(one, "w")
    shop.staff.approve(needed.value.act, needed.value.doc_id, "483920")
    assert shop.reports.opened(one, "w").startswith("https://wa.me/")
    with pytest.raises(NeedsApproval):
        shop.reports.cancel(one, "w")
