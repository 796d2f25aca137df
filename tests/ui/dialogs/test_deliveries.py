"""The list of reports on their way: what failed goes again by Enter, words go by hand, and a place is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices

from shoppos.reports import deliveries
from shoppos.ui.dialogs.deliveries import DeliveriesDialog
from tests.shop.report_rows import lost, made, owed, states
from tests.ui.pages import CTRL, Key, context, meanwhile, press, shown, wait

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """What was opened in another program."""
    links: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: links.append(url.toString(url.ComponentFormattingOption.FullyEncoded))
    )
    return links


def dialog_on(qtbot, shop: Shop) -> DeliveriesDialog:
    dialog = DeliveriesDialog(context(shop), None)
    shown(qtbot, dialog)
    return dialog


def done(dialog: DeliveriesDialog) -> None:
    for _again in range(600):
        if dialog.job is not None and not dialog.job.running and dialog.test.isEnabled():
            return
        wait(10)
    raise AssertionError("it never came back")


def test_what_failed_is_said_in_full_and_sent_again_by_enter(qtbot, shop: Shop) -> None:
    shop.reports.set_place("mail", "owner@example.in", key="m", name="<b>Owner</b>")
    first, second = owed(shop, 2)
    shop.reports.claim()
    why = "The mail was refused: " + "long words of a server " * 4
    shop.reports.failed(first, "m", why)
    asked: list[bool] = []
    dialog = dialog_on(qtbot, shop)
    dialog.context.deliver_now = lambda: asked.append(True)
    assert [row[2] for row in dialog.model.rows] == ["<b>Owner</b>"] * 2
    dialog.list.setFocus()
    assert dialog.marked is not None
    assert (dialog.marked.report.id, dialog.why.text()) == (first, why)
    press(Key.Key_Return)
    assert states(shop) == {"owed": 2}
    assert asked == [True]
    assert dialog.said.text() == "It is sent again."
    assert second != first


def test_words_are_opened_in_whatsapp_and_said_to_be_sent_by_keys(qtbot, shop: Shop, opened: list[str]) -> None:
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    (one,) = owed(shop, 1)
    dialog = dialog_on(qtbot, shop)
    dialog.list.setFocus()
    press(Key.Key_O, CTRL)
    assert "not made yet" in dialog.said.text()
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    press(Key.Key_O, CTRL)
    assert opened == ["https://wa.me/919812345678?text=report%201%20of%20A1"]
    press(Key.Key_G, CTRL)
    assert states(shop) == {"sent": 1}
    assert dialog.none.isVisible()
    assert dialog.none.text() == "Every report has arrived."


def test_who_may_not_see_reports_opens_none_without_a_managers_pin(qtbot, shop: Shop, opened: list[str]) -> None:
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    (one,) = owed(shop, 1)
    shop.reports.keep(one, made(shop.db, deliveries.report(shop.db, one)))
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    dialog = dialog_on(qtbot, shop)
    dialog.list.setFocus()
    for key in (Key.Key_O, Key.Key_G, Key.Key_T):
        failures = meanwhile(lambda asked: asked.reject())
        press(key, CTRL)
        assert not failures
        assert "Not everybody may see" in dialog.said.text()
    assert (opened, states(shop), dialog.job) == ([], {"owed": 1}, None)
    failures = meanwhile(lambda asked: (asked.editor.setText("483920"), asked.accept()))
    press(Key.Key_O, CTRL)
    assert not failures
    assert len(opened) == 1
    assert states(shop) == {"opened": 1}


def test_one_is_sent_now_to_the_chosen_place_beside_the_window(qtbot, shop: Shop, tmp_path: Path) -> None:
    shop.reports.set_place("folder", str(tmp_path / "out"), name="Office")
    dialog = dialog_on(qtbot, shop)
    press(Key.Key_T, CTRL)
    assert not dialog.test.isEnabled()
    done(dialog)
    assert dialog.said.text() == "✓ It was taken. Look whether it came."
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".pdf"}
    lost(shop, tmp_path / "x", "office")
    press(Key.Key_T, CTRL)
    done(dialog)
    assert dialog.said.text().startswith("⚠ ")


def test_without_a_place_it_says_where_one_is_set_up(qtbot, shop: Shop) -> None:
    dialog = dialog_on(qtbot, shop)
    assert dialog.none.text() == "Reports go nowhere yet. Say where in the settings, under Reports."
    assert not dialog.test.isVisible()


def test_what_a_finger_hits_is_high_enough_and_has_a_name(qtbot, shop: Shop) -> None:
    shop.reports.set_place("whatsapp", "9812345678", key="w")
    owed(shop, 1)
    dialog = dialog_on(qtbot, shop)
    for button in (dialog.write, dialog.done_by_hand, dialog.test, dialog.where, dialog.close_it, dialog.every):
        assert button.height() >= 44
    assert dialog.list.accessibleName()
    assert dialog.where.accessibleName()
