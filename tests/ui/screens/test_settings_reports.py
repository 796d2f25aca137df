"""The settings page of reports: a place is set up by keys, tried, changed, taken back and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shoppos.ui.screens.settings import SettingsScreen
from shoppos.ui.widgets.settings_reports import ReportsPage
from tests.online import sftp_server
from tests.shop.report_rows import owed, states
from tests.ui.pages import CTRL, Key, context, meanwhile, press, shown
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


def test_a_place_that_is_removed_by_mistake_comes_back_with_what_waits_for_it(qtbot, shop: Shop) -> None:
    shop.reports.set_place("folder", str(shop.db.path.parent / "out"), key="f")
    owed(shop, 2)
    screen, page = page_on(qtbot, shop)
    page.list.setFocus()
    press(Key.Key_Delete, CTRL)
    quiet(page)
    assert states(shop) == {"cancelled": 2}
    screen.take_back()
    assert [one.key for one in shop.reports.places()] == ["f"]
    assert states(shop) == {"owed": 2}


def test_a_computer_that_was_set_up_anew_is_taken_again_by_one_key(qtbot, shop: Shop, tmp_path: Path) -> None:
    hosts = shop.db.path.parent / "known_hosts"
    told = {"user": sftp_server.USER, "password": sftp_server.PASSWORD}
    with sftp_server.sftp(tmp_path / "old") as (address, _key):
        shop.reports.set_place("sftp", address, key="s", **told)
        shop.reports.set_place("folder", str(tmp_path / "out"), key="f")
        _screen, page = page_on(qtbot, shop)
        press(Key.Key_T, CTRL)
        until(lambda: page.job is None and page.answer.text().startswith("✓"))
    with sftp_server.sftp(tmp_path / "new", port=urlsplit(address).port):
        press(Key.Key_T, CTRL)
        until(lambda: page.job is None and page.answer.text().startswith("⚠"))
        assert "another computer answers than before" in page.answer.text()
        assert page.unknown.isVisible()
        page.where.editor.setFocus()
        press(Key.Key_J, CTRL)
        quiet(page)
        assert page.answer.text().startswith(f"The key of {address} is forgotten.")
        assert hosts.read_text() == ""
        press(Key.Key_T, CTRL)
        until(lambda: page.job is None and page.answer.text().startswith("✓"))
    page.list.setCurrentRow(1)
    assert not page.unknown.isVisible(), "a folder has no key"


def test_a_password_is_asked_for_anew_where_it_would_go_to_another_host(qtbot, shop: Shop) -> None:
    shop.reports.set_place("sftp", "sftp://host.example.com/a", key="s", user="meena", password="one")
    _screen, page = page_on(qtbot, shop)
    quiet(page)
    write(page.where, "sftp://other.example.com/a")
    press(Key.Key_S, CTRL)
    quiet(page)
    assert page.password.failed
    assert shop.reports.places()[0].where == "sftp://host.example.com/a"


def test_who_may_not_see_reports_tries_no_place_without_a_managers_pin(qtbot, shop: Shop, tmp_path: Path) -> None:
    shop.reports.set_place("folder", str(tmp_path / "out"), key="f")
    shop.staff.add("Ravi", "cashier")
    shop.staff.set_pin("Meena", "483920")
    shop.staff.set_pin("Ravi", "7391")
    shop.staff.sign_in("Ravi", "7391")
    _screen, page = page_on(qtbot, shop)
    failures = meanwhile(lambda dialog: dialog.reject())
    page.ask()
    assert not failures
    assert "Not everybody may see" in page.answer.text()
    assert not list((tmp_path / "out").iterdir())
    failures = meanwhile(lambda dialog: (dialog.editor.setText("483920"), dialog.accept()))
    page.ask()
    assert not failures
    until(lambda: page.job is None and page.answer.text().startswith("✓"))
    assert len(list((tmp_path / "out").iterdir())) == 2
