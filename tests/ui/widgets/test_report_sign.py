"""The sign of reports: silent while they arrive, in words with count and age when they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.ui.dialogs.deliveries import DeliveriesDialog
from shoppos.ui.widgets.report_sign import trouble
from tests.shop.report_rows import owed
from tests.ui.pages import Key, wait
from tests.ui.window import window_on

if TYPE_CHECKING:
    from shoppos.shop import Shop

NOW = 10 * 86_400_000
LOOKED = 900


@pytest.mark.parametrize(
    ("counts", "said", "level"),
    [
        ({"owed": 1, "oldest": NOW - 60_000}, "", ""),
        ({"owed": 2, "oldest": NOW - 3 * 3_600_000}, "⇪  2 reports wait, the oldest for 3 h", "note"),
        ({"sending": 1, "oldest": NOW - 3 * 86_400_000}, "⇪  1 report waits for 3 days", "warn"),
        (
            {"failed": 1, "by_hand": 2, "oldest": NOW},
            "⇪  1 report did not arrive  ·  2 reports to send by hand",
            "error",
        ),
        ({"opened": 1, "oldest": NOW}, "⇪  1 report: was it sent?", "note"),
    ],
)
def test_the_sign_says_what_somebody_must_look_at(counts, said, level) -> None:
    found = trouble(counts, NOW)
    assert (found.text, found.level) == (said, level)


def test_the_sign_stands_on_every_page_and_leads_to_the_list(qtbot, shop: Shop) -> None:
    window = window_on(shop, qtbot)
    wait(LOOKED)
    assert not window.counter.travels.isVisible()
    shop.reports.set_place("mail", "owner@example.in", key="m")
    (one,) = owed(shop, 1)
    shop.reports.claim()
    shop.reports.failed(one, "m", "refused")
    window.hear(frozenset({"delivery"}))
    wait(LOOKED)
    assert window.counter.travels.said == window.travels.elsewhere.said == "⇪  1 report did not arrive"
    window.counter.travels.click()
    dialog = window.findChild(DeliveriesDialog)
    assert dialog is not None
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()
