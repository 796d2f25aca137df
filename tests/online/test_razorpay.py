"""Razorpay against a stand-in of its documented API: one QR a reference, each payment learned once on bad lines."""

import datetime as dt
import time

import pytest

from shoppos.base.clock import Clock
from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.secrets import Secrets
from shoppos.online.gateway import LONGEST, QUIET, UNSET, Watch, gateway
from shoppos.online.razorpay import KEY_ID, KEY_SECRET, Razorpay
from tests.online.psp_server import KINDS, Psp, serving
from tests.shop.order_rows import an_order

UTR = "412345678901"
CLOCK = Clock()


def at_once(_seconds):
    """Nobody waits in a test."""


def later(minutes: int = 30) -> dt.datetime:
    return CLOCK.now() + dt.timedelta(minutes=minutes)


def earlier(hours: int = 1) -> dt.datetime:
    return CLOCK.now() - dt.timedelta(hours=hours)


@pytest.fixture
def psp():
    with serving(Psp()) as stands:
        yield stands


@pytest.fixture
def account(psp):
    opened = Razorpay("rzp_test_1", "geheim", CLOCK, base=psp.url, pause=at_once)
    yield opened
    opened.close()


def test_a_qr_is_asked_for_as_the_documentation_says(psp, account):
    shown = account.create_qr(310_00, "A1000012", later())
    ((method, path, _query, body),) = psp.asked
    assert (method, path) == ("POST", "/v1/payments/qr_codes")
    assert {name: body[name] for name in ("type", "usage", "fixed_amount", "payment_amount", "notes")} == {
        "type": "upi_qr", "usage": "single_use", "fixed_amount": True, "payment_amount": 310_00,
        "notes": {"reference": "A1000012"},
    }  # fmt: skip
    assert shown.id == "qr_00000000000001"
    assert shown.picture == "https://rzp.io/i/1"


def test_a_qr_that_would_close_too_soon_stays_a_quarter_of_an_hour(psp, account):
    account.create_qr(1_00, "A1000013", later(1))
    assert len(psp.qrs) == 1


def test_what_was_paid_is_told_with_our_reference_and_the_banks(psp, account):
    shown = account.create_qr(310_00, "A1000012", later())
    assert account.payments(earlier()) == []
    psp.pay(shown.id, rrn=UTR)
    (credit,) = account.payments(earlier())
    assert (credit.amount, credit.utr, credit.reference, credit.payer) == (310_00, UTR, "A1000012", "anil.verma@okaxis")
    assert credit.key == "pay_00000000000001"
    assert credit.at is not None
    assert abs(credit.at - CLOCK.now()) < dt.timedelta(minutes=1)
    assert account.payments(earlier(), {"A1000012"}) == []
    assert account.payments(later()) == []


def test_only_what_stays_is_told(psp, account):
    for n, more in enumerate(
        ({"status": "failed"}, {"status": "refunded", "back": 1_00}, {"back": 40}, {"back": 1_00})
    ):
        psp.pay(account.create_qr(1_00, f"A100001{n}", later()).id, **more)
    assert [credit.amount for credit in account.payments(earlier())] == [60]


def test_more_qrs_than_one_page_holds_are_all_looked_at(psp, account):
    ids = [account.create_qr(1_00 + n, f"A1{n:06d}", later()).id for n in range(203)]
    for qr_id in ids[:3]:
        psp.pay(qr_id)
    assert sorted(credit.amount for credit in account.payments(earlier())) == [1_00, 1_01, 1_02]


def test_a_qr_is_closed_once_and_again_without_harm(psp, account):
    shown = account.create_qr(1_00, "A1000012", later())
    account.close_qr(shown.id)
    account.close_qr(shown.id)
    assert psp.qrs[shown.id]["close_reason"] == "on_demand"
    with pytest.raises(Refused, match="does not exist"):
        account.close_qr("qr_unknown")
    for hostile in ("../orders", "qr/1", "", "x" * 99, "qr_१"):
        with pytest.raises(Unavailable):
            account.close_qr(hostile)


def test_a_no_is_said_in_the_services_own_words(account):
    with pytest.raises(Refused, match="must be an integer"):
        account.create_qr("many", "A1000012", later())  # type: ignore[arg-type]


def test_wrong_keys_are_named_and_never_shown(psp):
    account = Razorpay("rzp_test_1", "falsch-geheim", CLOCK, base=psp.url, pause=at_once)
    with pytest.raises(Refused, match="keys") as refused:
        account.payments(earlier())
    assert "falsch" not in str(refused.value)
    account.close()


def test_keys_go_over_an_encrypted_line_only():
    with pytest.raises(InvalidInput, match="https"):
        Razorpay("a", "b", CLOCK, base="http://api.razorpay.com")
    assert Razorpay("a", "b", CLOCK)._http._transport._pool._ssl_context.verify_mode.name == "CERT_REQUIRED"


def test_nobody_there_is_said_after_the_last_try():
    pauses = []
    account = Razorpay("a", "b", CLOCK, base="http://127.0.0.1:9", pause=pauses.append)
    with pytest.raises(Unavailable):
        account.payments(earlier())
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0]


def test_the_account_is_there_once_its_keys_are(tmp_path):
    secrets = Secrets(tmp_path, find=lambda: None)
    assert gateway(secrets, CLOCK) is None
    secrets.set(KEY_ID, "rzp_test_1")
    secrets.set(KEY_SECRET, "geheim")
    one = gateway(secrets, CLOCK)
    assert one is not None
    assert one.name == "Razorpay"


@pytest.mark.parametrize("seed", range(4))
def test_on_a_bad_line_every_payment_is_learned_exactly_once(shop, seed):
    with serving(Psp(rate=0.3, seed=seed)) as psp:
        account = Razorpay("rzp_test_1", "geheim", CLOCK, base=psp.url, pause=at_once)
        watch = Watch(lambda: account, shop.db.clock, shop.bank.learn)
        orders = [an_order(shop, f"{n + 1}*1002", phone=f"98123456{n:02d}") for n in range(12)]
        due = {}
        for n, order in enumerate(orders):
            shown = shop.advances.qr(order)
            qr = account.create_qr(shown.amount, shown.reference, later())
            due[order] = shown.amount
            if n % 4 != 3:
                psp.pay(qr.id, rrn=f"4123456789{n:02d}" if n % 2 else "")
            watch.round()
        for _round in range(40):
            watch.round()
        assert sum(psp.faults[kind] for kind in KINDS) > 12
        assert len(psp.faults) > 4
        paid = {order: shop.advances.left(order) for order in orders}
        assert paid == {order: 0 if n % 4 == 3 else due[order] for n, order in enumerate(orders)}
        assert shop.db.row("SELECT count(*), count(DISTINCT key) FROM bank_credit") == (9, 9)
        assert shop.bank.open() == []
        assert shop.bank.doubles() == []
        account.close()


def test_the_watch_asks_less_often_the_longer_nobody_answers_and_says_why(shop, psp):
    said = []
    gone = Razorpay("a", "b", CLOCK, base="http://127.0.0.1:9", pause=at_once)
    watch = Watch(lambda: gone, shop.db.clock, shop.bank.learn, said.append)
    assert [watch.round() for _n in range(3)] == [10.0, 20.0, 40.0]
    assert "does not answer" in said[-1].why
    wrong = Watch(lambda: Razorpay("a", "b", CLOCK, base=psp.url), shop.db.clock, shop.bank.learn, said.append)
    assert wrong.round() == LONGEST
    there = Razorpay("rzp_test_1", "geheim", CLOCK, base=psp.url)
    watch._gateway = there
    assert watch.round() == QUIET
    assert said[-1] is None
    assert len(said) == 3  # the same trouble is told once
    assert Watch(lambda: None, shop.db.clock, shop.bank.learn).round() == UNSET


def test_the_watch_hears_of_a_payment_while_the_customer_stands_there(shop, psp):
    account = Razorpay("rzp_test_1", "geheim", CLOCK, base=psp.url)
    watch = Watch(lambda: account, shop.db.clock, shop.bank.learn)
    shop.db.committed.connect(watch.heard)
    watch.start()
    order = an_order(shop, "1002")
    shown = shop.advances.qr(order)
    psp.pay(account.create_qr(shown.amount, shown.reference, later()).id, rrn=UTR)
    until = time.monotonic() + 10
    while shop.advances.left(order) != 10_00 and time.monotonic() < until:
        time.sleep(0.01)
    assert shop.advances.left(order) == 10_00
    assert watch.stop(5.0)
    account.close()
