"""A shop's file from its making on: one whose making was cut off is finished, and never taken for another's."""

import os
import subprocess
import sys

import pytest

from shoppos.base.errors import Refused, Unavailable
from shoppos.reports.audit import audit
from shoppos.shop import Shop

PROFILE = {"name": "Sharma Kirana", "state": "27", "scheme": "unregistered"}
# The program ends within the making, without a word: before the tables are committed, while they stand in the log
# alone, or before the first till.
MAKING = """
import os, sys
from pathlib import Path
from sqlcipher3 import dbapi2
from shoppos.base.clock import Clock
from shoppos.models import schema

path, where, keep = Path(sys.argv[1]), sys.argv[2], []
path.parent.mkdir()
real = schema.guard

def guard(connection):
    real(connection)
    if where == "uncommitted":
        os._exit(9)
    if where == "in the log":
        keep.append(dbapi2.connect(str(path)))
        keep[0].execute("SELECT count(*) FROM sqlite_master").fetchall()

schema.guard = guard
schema.prepare(path, Clock())
os._exit(9)
"""


@pytest.mark.parametrize("where", ["uncommitted", "in the log", "before the till"])
def test_a_shop_whose_making_was_cut_off_says_so_and_is_finished(where, tmp_path):
    folder = tmp_path / "shop"
    child = subprocess.run([sys.executable, "-c", MAKING, folder / "shop.db", where], check=False)
    assert child.returncode == 9
    if where == "in the log":
        assert os.path.getsize(folder / "shop.db") <= 4096  # noqa: PTH202  (the page that stands there)
    with pytest.raises(Unavailable, match="never finished"):
        Shop.open(folder)
    Shop.create(folder, owner="Meena", **PROFILE).close()
    shop = Shop.open(folder)
    assert (shop.tills.current, shop.staff.current.name, shop.settings.profile().name) == (
        "A1", "Meena", "Sharma Kirana",
    )  # fmt: skip
    assert audit(shop.db).faults == ()
    shop.close()


def test_a_shop_that_stands_is_not_made_again(folder):
    with pytest.raises(Refused, match="already"):
        Shop.create(folder, **PROFILE)


def test_a_small_file_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "shop.db").write_text("my shopping list")
    for act in (Shop.open, lambda folder: Shop.create(folder, **PROFILE)):
        with pytest.raises(Refused):
            act(tmp_path)
    assert (tmp_path / "shop.db").read_text() == "my shopping list"
