"""The settings page of reports: a place is set up by keys, tried, changed, taken back and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets.settings_reports import ReportsPage
from tests.ui.pages import CTRL, Key, context, press, shown
from tests.ui.settings_hands import pick, quiet, turn, until, write

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop


def page_on(qtbot, shop: Shop) -> tuple[SettingsScreen, ReportsPage]:
    screen = SettingsScreen(context(shop))
    shown(qtbot, screen)
    screen.refresh(screen.watches)
    page = turn(screen, ReportsPage)
    assert isinstance(page, ReportsPage)
    return screen, page


def test_a_folder_is_set_up_tried_and_taken_back(qtbot, shop: Shop, tmp_path: Path) -> None:
    screen, page = page_on(qtbot, shop)
    page.new()
    pick(page.kind.editor, "folder")
    write(page.name, "Office")
    write(page.where, "reports")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert page.where.failed
    assert "For example /home/shop/reports" in page.where.note.text()
    write(page.where, str(tmp_path / "out"))
    press(Key.Key_S, CTRL)
    quiet(page)
    assert [(one.key, one.where) for one in shop.reports.places()] == [("office", str(tmp_path / "out"))]
    assert page.answer.text() == "Kept. Try it now."
    press(Key.Key_T, CTRL)
    until(lambda: page.job is None and page.answer.text().startswith("✓"))
    assert len(list((tmp_path / "out").iterdir())) == 2
    screen.take_back()
    assert shop.reports.places() == []


def test_a_password_is_kept_and_never_shown(qtbot, shop: Shop) -> None:
    _screen, page = page_on(qtbot, shop)
    page.new()
    pick(page.kind.editor, "webdav")
    write(page.name, "Cloud")
    write(page.where, "webdavs://cloud.example.com/reports")
    write(page.user, "meena")
    write(page.password, "s3cr3t")
    assert page.password.editor.echoMode() == page.password.editor.EchoMode.Password
    press(Key.Key_S, CTRL)
    quiet(page)
    page.seen()
    quiet(page)
    assert shop.reports.secrets.get("delivery.cloud") == "s3cr3t"
    assert page.password.editor.text() == ""
    assert page.password.editor.placeholderText() == "kept; type another to change it"
    page.list.setFocus()
    press(Key.Key_Delete, CTRL)
    quiet(page)
    assert shop.reports.places() == []
    assert not shop.reports.has_password("cloud")


def test_each_kind_asks_for_what_it_needs(qtbot, shop: Shop) -> None:
    _screen, page = page_on(qtbot, shop)
    page.new()
    for kind, count in (("mail", 2), ("whatsapp", 2), ("folder", 2), ("webdav", 4), ("sftp", 4), ("s3", 5)):
        pick(page.kind.editor, kind)
        assert sum(not field.isHidden() for field in page.lines) == count, kind
