"""Rights: a role may what roles below it may, and the shop's own choice goes before the usual."""

from pathlib import Path

import pytest

from shoppos.rules import rights


@pytest.mark.parametrize("act", rights.ACTS)
def test_who_may_more_may_also_less(act: str) -> None:
    able = [rights.may(role, act) for role in rights.ROLES]
    assert able == sorted(able)
    assert able[-1]


def test_the_shop_chooses_the_least_role_and_nonsense_counts_not() -> None:
    assert not rights.may("cashier", "expired")
    assert rights.may("cashier", "expired", {"expired": "cashier"})
    assert not rights.may("manager", "expired", {"expired": "owner"})
    assert rights.least("expired", {"expired": "king"}) == rights.ACTS["expired"]
    assert not rights.may("stranger", "void")


def test_every_act_is_asked_somewhere() -> None:
    root = Path(rights.__file__).parents[1]
    asked = "".join(path.read_text("utf-8") for path in (root / "shop").glob("*.py"))
    unasked = [act for act in rights.ACTS if f'"{act}"' not in asked and act not in rights.SETTINGS.values()]
    assert unasked == []
