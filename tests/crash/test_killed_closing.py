"""A till killed while it closes its day: the Z is there once or not at all, and no number is lost or given twice."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shoppos.reports import z
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm

KILLS = int(os.environ.get("SHOPPOS_CLOSE_KILLS", "25"))
ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="who closes the day is forked to be killed"),
    pytest.mark.timeout(300 + KILLS),
]


@pytest.fixture(scope="module")
def forge():
    """The process that forks and kills who closes the day."""
    command = [sys.executable, "-m", "tests.crash.closer"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.stdin.close()


@pytest.fixture(scope="module")
def goods(new_shop, tmp_path_factory):
    """A shop's folder with things that make tokens and things that make bills."""
    folder = Path(shutil.copytree(new_shop, tmp_path_factory.mktemp("closing") / "shop"))
    shop = Shop.open(folder)
    for code, price, *barcodes in (
        ("1001", 12_00, "8901030865275"), ("1002", 45_00, "8901719101038"), ("1003", 150_00), ("2001", 30_00),
        ("3001", 99_00),
    ):  # fmt: skip
        shop.catalogue.add(ProductForm(code, f"Thing {code}", price, rate=500, hsn="3402", barcodes=tuple(barcodes)))
    shop.close()
    return folder


def kill_one(forge, kind, folder, dice):
    """One life at the drawer: what was said till it ended."""
    asked = {"kind": kind, "folder": str(folder), "seed": dice.randrange(1 << 30), "after": dice.uniform(0.0, 0.2)}
    forge.stdin.write(json.dumps(asked) + "\n")
    forge.stdin.flush()
    return [line.split() for line in json.loads(forge.stdout.readline())]


class Witness:
    """Who believes what was said of Zs, and looks into the books after each kill."""

    def __init__(self, folder):
        self.folder = folder
        self.zs = []

    def after(self, said):
        """What is wrong after one more kill."""
        acked = [int(words[2]) for words in said if words[:2] == ["ACK", "z"]]
        self.zs += acked
        shop = Shop.open(self.folder)
        try:
            return self._wrong(shop)
        finally:
            shop.close()

    def _wrong(self, shop):
        """Zs are there once each, gapless, and each with its shift's end, its slip and its tokens' invoice."""
        there = [row[0] for row in shop.db.rows("SELECT number FROM day_close ORDER BY number")]
        found = [f"lost: Z {number}" for number in self.zs if there.count(number) != 1]
        unsaid = set(there) - set(self.zs)
        if there != list(range(1, len(there) + 1)) or len(unsaid) > 1:
            found.append(f"said {self.zs}, there are {there}")
        self.zs += unsaid
        (ended,) = shop.db.row("SELECT count(*) FROM shift_close")
        if ended != len(there):
            found.append(f"{ended} shifts ended in {len(there)} closes")
        for one in z.newest(shop.db, "A1", 1000):
            slip = shop.db.row("SELECT 1 FROM print_job WHERE doc_id = ?", (bytes.fromhex(one.hash)[:16],))
            if slip is None:
                found.append(f"no slip is owed for Z {one.number}")
        return found + [fault.sentence for fault in audit(shop.db).faults]


def test_a_z_is_there_once_or_not_at_all_after_any_kill(forge, goods, tmp_path):
    dice = random.Random(40)
    witness = Witness(Path(shutil.copytree(goods, tmp_path / "shop")))
    for kill in range(KILLS):
        said = kill_one(forge, "Closer", witness.folder, dice)
        assert not [words for words in said if words[0] == "NO"], said
        assert witness.after(said) == [], f"kill {kill}, after {said[-3:]}"
    assert len(witness.zs) > KILLS / 2, "hardly a day was closed: the kills prove nothing"


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("ZBeforeCommit", "lost: Z"),
        ("SlipLater", "no slip is owed"),
        ("TokensLater", "No invoice stands for the token"),
    ],
)
def test_a_till_that_closes_with_a_fault_is_found_out(fault, seen, forge, goods, tmp_path):
    dice = random.Random(41)
    witness = Witness(Path(shutil.copytree(goods, tmp_path / "shop")))
    for _kill in range(150):
        found = witness.after(kill_one(forge, fault, witness.folder, dice))
        if found:
            assert any(seen in one for one in found), found
            return
    pytest.fail(f"{fault} was never seen in 150 kills")
