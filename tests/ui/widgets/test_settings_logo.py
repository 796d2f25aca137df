"""The shop's picture in the settings: chosen from a file, shown, refused in a sentence, and taken off and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog

from shoppos.reports import letterheads
from shoppos.ui.screens.settings import PAGES, SettingsScreen
from shoppos.ui.widgets.settings_shop import BillTextPage
from tests.printing.pictures import sign
from tests.ui.pages import CTRL, SHIFT, Key, context, press, shown, until, wait

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_logo import LogoRow


@pytest.fixture
def screen(qtbot, shop: Shop) -> SettingsScreen:
    page = SettingsScreen(context(shop))
    shown(qtbot, page)
    page.refresh(page.watches)
    until(lambda: page.all_made)
    page.subjects.setCurrentRow(PAGES.index(BillTextPage))
    return page


def row(screen: SettingsScreen) -> LogoRow:
    page = screen.page()
    assert isinstance(page, BillTextPage)
    return page.logo


def settled(logo: LogoRow) -> None:
    for _again in range(300):
        if logo.job is not None and not logo.job.running:
            break
        wait(10)
    wait(30)


def test_a_picture_is_chosen_shown_taken_off_and_taken_back(
    screen: SettingsScreen, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logo = row(screen)
    assert logo.shown.text() == "None yet"
    assert not logo.off.isVisible()
    (tmp_path / "sign.png").write_bytes(sign())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(tmp_path / "sign.png"), ""))
    logo.pick.click()
    settled(logo)
    assert screen.saved.text() == "✓ Saved: the shop's picture"
    assert not logo.shown.pixmap().isNull()
    assert letterheads.picture(shop.db) is not None
    logo.off.click()
    assert letterheads.picture(shop.db) is None
    assert logo.shown.text() == "None yet"
    press(Key.Key_Z, CTRL | SHIFT)
    assert letterheads.picture(shop.db) is not None
    assert logo.off.isVisible()


def test_a_file_that_is_no_picture_says_so_under_the_buttons(
    screen: SettingsScreen, shop: Shop, tmp_path: Path
) -> None:
    logo = row(screen)
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    logo.take(tmp_path / "letter.pdf")
    settled(logo)
    assert "no PNG and no JPEG picture" in logo.field.note.text()
    assert letterheads.picture(shop.db) is None
    (tmp_path / "sign.png").write_bytes(sign())
    logo.take(tmp_path / "sign.png")
    settled(logo)
    assert not logo.field.failed


def test_it_is_found_by_its_name_and_chosen_by_the_keyboard(screen: SettingsScreen) -> None:
    screen.subjects.setCurrentRow(0)
    screen.sought.setText("logo")
    assert isinstance(screen.page(), BillTextPage)
    press(Key.Key_F, CTRL)
    press(Key.Key_Return)
    assert row(screen).pick.hasFocus()
