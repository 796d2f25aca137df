"""A payment service's QR for a customer at the till: shown when it is quick, taken back when it is late, never odd."""

import threading
import time

import pytest

from shoppos.base.clock import Clock
from shoppos.online.quick_qr import QuickQr, fits
from shoppos.online.razorpay import Razorpay
from tests.online.psp_server import Psp, serving

CLOCK = Clock()


class Linking(Psp):
    """One that tells the link that its QR carries, as the real one does."""

    def __init__(self, rate: float = 0.0, link: str = "") -> None:
        super().__init__(rate)
        self.link, self.slow = link, 0.0

    def _create(self, body):
        time.sleep(self.slow)
        status, qr = super()._create(body)
        if status == 200:
            amount = f"{body['payment_amount'] / 100:.2f}"
            link = f"upi://pay?pa=shop.rzp@hdfcbank&pn=Sharma&am={amount}&tr={qr['id']}"
            self.qrs[qr["id"]]["image_content"] = qr["image_content"] = self.link or link
        return status, qr


@pytest.fixture
def psp():
    with serving(Linking()) as stands:
        yield stands


@pytest.fixture
def quick(psp):
    account = Razorpay("rzp_test_1", "geheim", CLOCK, base=psp.url, pause=lambda _seconds: None)
    yield QuickQr(lambda: account, CLOCK)
    for thread in threading.enumerate():
        if thread.name == "QR":
            thread.join(10)
    account.close()


def asked(quick, amount=310_00, reference="A1000012"):
    came, there = [], threading.Event()

    def hear(link):
        came.append(link)
        there.set()

    drop = quick.ask(amount, reference, hear)
    return came, there, drop


def until(true):
    for _again in range(300):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def test_a_quick_answer_gives_the_link_of_that_amount_and_stays_payable(quick, psp):
    came, there, _drop = asked(quick)
    assert there.wait(5)
    assert came[0].startswith("upi://pay?")
    assert "am=310.00" in came[0]
    assert [qr["status"] for qr in psp.qrs.values()] == ["active"]
    assert [qr["notes"]["reference"] for qr in psp.qrs.values()] == ["A1000012"]


def test_a_qr_that_comes_when_nobody_waits_any_more_is_taken_back(quick, psp):
    psp.slow = 0.3
    came, _there, drop = asked(quick)
    time.sleep(0.1)
    drop()
    until(lambda: [qr["status"] for qr in psp.qrs.values()] == ["closed"])
    assert came == []


def test_a_qr_that_was_told_and_is_not_wanted_then_is_taken_back_too(quick, psp):
    came, there, drop = asked(quick)
    assert there.wait(5)
    drop()
    until(lambda: [qr["status"] for qr in psp.qrs.values()] == ["closed"])
    assert len(came) == 1


@pytest.mark.parametrize("link", ["upi://pay?pa=a@b&am=1.00", "https://rzp.io/i/1", "upi://pay?pa=a@b"])
def test_a_link_that_asks_for_something_else_is_not_shown_and_taken_back(quick, psp, link):
    psp.link = link
    came, there, _drop = asked(quick)
    assert there.wait(5)
    until(lambda: [qr["status"] for qr in psp.qrs.values()] == ["closed"])
    assert came == [""]


def test_a_service_that_does_not_answer_or_is_none_gives_no_link(quick, psp):
    psp.rate = 1.0
    came, there, _drop = asked(quick)
    assert there.wait(20)
    assert came == [""]
    came, there, _drop = asked(QuickQr(lambda: None, CLOCK))
    assert there.wait(5)
    assert came == [""]


def test_keys_that_were_changed_are_looked_for_anew(psp):
    found = []

    def find():
        found.append(1)

    quick = QuickQr(find, CLOCK)
    for tables in (frozenset(), frozenset({"setting"})):
        quick.heard(tables)
        assert asked(quick)[1].wait(5)
    assert len(found) == 2


def test_only_a_link_that_phones_pay_for_exactly_that_fits():
    good = "upi://pay?pa=a@b&am=310.00&tr=X"
    assert fits(good, 310_00)
    for bad in (good + "&am=1", good.replace("310.00", "31"), good.replace("upi", "tel"), "upi://[", good + "x" * 400):
        assert not fits(bad, 310_00)
