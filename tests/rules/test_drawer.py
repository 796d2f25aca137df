"""Whether a drawer hangs anywhere is read from the settings as the printers themselves read it."""

import pytest

from shoppos.printing.printers import fleet
from shoppos.rules.drawer import KINDS, hangs, label
from tests.printing.desk import OFFICE, PARCELS, TILL


@pytest.mark.parametrize(
    ("printers", "there"),
    [
        ([], False), ([OFFICE, PARCELS], False), ([OFFICE, TILL], True), ([{**TILL, "drawer": False}], False),
        ([{**TILL, "form": "text"}], False), ([{**TILL, "drawer": "yes"}], False),
        ([{key: TILL[key] for key in TILL if key != "form"}], True),
        ([{key: TILL[key] for key in TILL if key != "address"}], False),
    ],
)  # fmt: skip
def test_a_drawer_hangs_where_the_printers_find_one(printers, there, shop):
    shop.settings.set("printers", printers)
    assert (hangs(printers), fleet(shop.db).drawer("") is not None, shop.drawer.hangs()) == (there,) * 3


def test_each_kind_has_words_of_its_own():
    assert len({label(kind) for kind in KINDS} - set(KINDS)) == len(KINDS)
