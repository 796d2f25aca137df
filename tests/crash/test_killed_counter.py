"""A counter killed at any moment: nothing acknowledged is lost, nothing is done by half or twice."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shoppos.reports import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from tests.crash import books

KILLS = int(os.environ.get("SHOPPOS_KILLS", "80"))
KILLS_A_SHOP = 40
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a seller is forked to be killed"),
    pytest.mark.timeout(300 + KILLS),
]


@pytest.fixture(scope="module")
def forge():
    """The process that forks and kills sellers; all they need is loaded there already."""
    command = [sys.executable, "-m", "tests.crash.seller"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


def agree(folder):
    """Whether the shop's own audit finds the books whole."""
    shop = Shop.open(folder)
    try:
        return audit.audit(shop.db).agrees
    finally:
        shop.close()


def kill_one(forge, kind, folder, dice, most=0.08):
    """One seller's life, of `most` seconds: the lines it said till it was killed."""
    order = {"kind": kind, "folder": str(folder), "seed": dice.randrange(1 << 30), "after": dice.uniform(0.0, most)}
    forge.stdin.write(json.dumps(order) + "\n")
    forge.stdin.flush()
    return [line.split() for line in json.loads(forge.stdout.readline())]


class Witness:
    """Who believes what the sellers say, and looks into the books after each kill."""

    def __init__(self, folder):
        self.folder = folder
        self.bills = []
        self.voids = set()
        self.screen = (None, 0)
        self.acts = 0

    def after(self, said):
        """What is wrong after one more killed seller."""
        acked = [line[1:] for line in said if line[0] == "ACK"]
        self.acts += len(acked)
        self.bills += [words[1] for words in acked if words[0] in {"sold", "bill"}]
        self.voids |= {words[1] for words in acked if words[0] == "void"}
        for words in acked:
            if words[0] == "open":
                self.screen = (words[1], int(words[2]))
            elif words[0] in {"bill", "held"}:
                self.screen = (None, 0)
        shop = Shop.open(self.folder)
        try:
            return books.wrong_with(shop) + self._lost(shop) + self._screen(shop, said[-1])
        finally:
            shop.close()

    def _lost(self, shop):
        """Acknowledged bills are there once each; at most one more was done and not yet acknowledged."""
        there = books.numbers(shop)
        found = [f"lost: {number}" for number in self.bills if there.count(number) != 1]
        unsaid = set(there) - set(self.bills)
        if len(unsaid) > 1 or len(self.bills) != len(set(self.bills)):
            found.append(f"said {len(self.bills)} bills, {len(there)} are there")
        self.bills += unsaid
        gone = self.voids - {row[0] for row in shop.db.rows("SELECT number FROM void JOIN sale ON id = sale_id")}
        return found + [f"cancelled in vain: {number}" for number in gone]

    def _screen(self, shop, last):
        """The sale that stood on the screen stands there again: as acknowledged, or with the act that was tried."""
        view = shop.sales.on_screen()
        now, was = (view.id.hex(), view.quantity) if view.lines else (None, 0), self.screen
        self.screen = now
        allowed = {was}
        match last:
            case ["TRY", "open", more]:
                allowed.add((was[0] or now[0], was[1] + int(more)))
            case ["TRY", "bill" | "held", *_which]:
                allowed.add((None, 0))
            case ["TRY", "recall", sale, quantity]:
                allowed.add((sale, int(quantity)))
        return [] if now in allowed else [f"on the screen: {now} instead of {was}, after {last}"]


@pytest.fixture(scope="module")
def goods(new_shop, tmp_path_factory):
    """A shop's folder with a few things to sell and nothing sold yet."""
    folder = Path(shutil.copytree(new_shop, tmp_path_factory.mktemp("goods") / "shop"))
    shop = Shop.open(folder)
    for code, rate, barcodes in (
        ("1001", 1800, ("8901030865275",)), ("1002", 500, ("8901719101038",)), ("1003", 500, ()), ("2001", 0, ()),
        ("3001", 1800, ()),
    ):  # fmt: skip
        treatment = "taxable" if rate else "exempt"
        form = ProductForm(code, f"Thing {code}", int(code) * 7, rate=rate, treatment=treatment, barcodes=barcodes)
        shop.catalogue.add(form)
    shop.close()
    return folder


def test_nothing_acknowledged_is_lost_in_any_kill(forge, goods, tmp_path):
    dice = random.Random(20)
    acts, most = 0, 0.08
    for begun in range(0, KILLS, KILLS_A_SHOP):
        witness = Witness(Path(shutil.copytree(goods, tmp_path / f"shop-{begun}")))
        for kill in range(begun, min(begun + KILLS_A_SHOP, KILLS)):
            said = kill_one(forge, "Seller", witness.folder, dice, most)
            if witness.acts + acts < (kill + 1) * 4:  # a busy machine: they live longer, to come to sell
                most = min(most * 1.1, 2.0)
            assert witness.after(said) == [], f"kill {kill}, after {said[-3:]}"
        acts += witness.acts
        assert agree(witness.folder)
    assert acts > KILLS * 3, "the sellers hardly came to sell: the kills prove nothing"


@pytest.mark.parametrize(
    ("fault", "seen"),
    [("AckBeforeCommit", "lost: "), ("StockLater", "not moved: "), ("NumberFirst", "goes on at ")],
)
def test_a_seller_with_a_fault_is_found_out(fault, seen, forge, goods, tmp_path):
    dice = random.Random(21)
    witness = Witness(Path(shutil.copytree(goods, tmp_path / "shop")))
    for _kill in range(150):
        found = witness.after(kill_one(forge, fault, witness.folder, dice))
        if found:
            assert seen in found[0]
            return
    pytest.fail(f"{fault} was never seen in 150 kills")
