"""The real window killed at the counter and on the pay screen: the next one stands where it stood."""

import json
import os
import random
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shoppos.reports import audit
from shoppos.shop import Shop
from tests.crash import books

ROOT = Path(__file__).resolve().parents[2]
LIVES = int(os.environ.get("SHOPPOS_WINDOWS", "6"))
KINDS = ("any moment", "upi", "open", "part paid")
PATIENCE = 60

pytestmark = pytest.mark.timeout(120 + 15 * LIVES)


class Life:
    """One window from its start to its kill."""

    def __init__(self, folder, what, dice):
        command = [sys.executable, "-m", "tests.crash.window", folder, what, str(dice.randrange(1 << 30))]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
            self.said = []
            self._listen(process, lambda: self.said)
            if what == "any moment":
                end = time.monotonic() + dice.uniform(0, 1.0)
                self._listen(process, lambda: time.monotonic() > end)
            else:
                self._listen(process, lambda: self.said[-1][0] == "READY")
            process.kill()
            self._hear(process.stdout.read())
        self.found = self.said[0][1]
        self.acked = [told for word, told in self.said if word == "ACK"]
        self.bills = [told["bill"] for told in self.acked if "bill" in told]
        self.left = next((told for word, told in reversed(self.said) if word in {"ACK", "FOUND"}))
        self.left.pop("bill", None)
        self.in_the_middle = self.said[-1][0] == "TRY"

    def _listen(self, process, enough):
        patience = time.monotonic() + PATIENCE
        while not enough():
            if select.select([process.stdout], [], [], 0.05)[0]:
                said = os.read(process.stdout.fileno(), 1 << 16)
                if not said:
                    raise RuntimeError(self.said)
                self._hear(said)
            if time.monotonic() > patience:
                process.kill()
                raise TimeoutError(self.said)

    def _hear(self, said):
        for line in said.decode().splitlines():
            word, told = line.split(" ", 1)
            self.said.append((word, json.loads(told)))


def test_a_killed_window_comes_back_to_the_same_sale_and_the_same_pay_panel(folder, shop):
    shop.close()
    dice = random.Random(30)
    bills, panels, last = [], [], None
    for number in range(LIVES):
        life = Life(folder, KINDS[number % len(KINDS)], dice)
        if last is not None and not last.in_the_middle:
            assert life.found == last.left, f"window {number}"
        elif last is not None:
            more = [last.left["quantity"], last.left["quantity"] + 1000, 0]
            assert life.found["quantity"] in more, f"window {number}"
        bills += life.bills
        panels += [life.found["panel"]] if life.found["panel"] else []
        shop = Shop.open(folder)
        there = books.numbers(shop)
        assert set(bills) <= set(there)
        assert len(set(there) - set(bills)) <= int(life.in_the_middle)
        bills = there
        assert books.wrong_with(shop) == []
        assert audit.audit(shop.db).agrees
        shop.close()
        last = life
    assert len(bills) > LIVES // 2
    assert any(method == "upi" and reference for method, _tenders, reference in panels)
    assert any(tenders == [["cash", 500, "", ""]] for _method, tenders, _reference in panels)
