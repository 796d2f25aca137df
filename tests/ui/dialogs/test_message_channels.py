"""Accounts of messages: set up by form, tried with one message, their secrets typed once and never shown."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLineEdit

from shoppos.shop.message_routes import choices, set_up
from shoppos.ui.dialogs.message_channels import ChannelsDialog
from shoppos.ui.widgets.form import choose
from tests.ui.pages import CTRL, Key, context, press, shown, wait

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.shop import Shop

MAIL, SMS, TELEGRAM, WHEN = range(4)


@pytest.fixture
def dialog(qtbot, shop: Shop) -> ChannelsDialog:
    shop.messages.secrets._found[:] = [None]  # the file, not this computer's own store
    return shown(qtbot, ChannelsDialog(context(shop), None))


@pytest.fixture
def telegram() -> Iterator[HTTPServer]:
    """A stand-in for Telegram's server that takes every message and keeps what it was asked."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.heard.append((self.path, told))
            body = json.dumps({"ok": True, "result": {"message_id": 5}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.heard = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def fill(dialog: ChannelsDialog, **typed: str) -> None:
    for name, text in typed.items():
        editor = dialog.form.fields[name].editor
        if isinstance(editor, QLineEdit):
            editor.setText(text)
        else:
            choose(editor, text)


def tried(dialog: ChannelsDialog, to: str) -> str:
    dialog.to.editor.setText(to)
    press(Key.Key_T, CTRL)
    for _again in range(300):
        wait(10)
        if dialog.job is not None and not dialog.job.running and dialog.test.isEnabled():
            break
    return dialog.said.text()


def test_a_mail_account_is_kept_and_its_password_never_shown_again(dialog: ChannelsDialog, shop: Shop, qtbot) -> None:
    fill(dialog, host="smtp.example.in", security="starttls", user="shop@example.in", sender="shop@example.in",
         secret="long-and-secret")  # fmt: skip
    press(Key.Key_Return, CTRL)
    assert dialog.said.text() == "✓ Kept."
    assert set_up(shop.db) == {"email"}
    assert shop.messages.secrets.get("mail.password") == "long-and-secret"
    assert dialog.form.fields["secret"].editor.text() == ""
    again = shown(qtbot, ChannelsDialog(context(shop), None))
    assert all("long-and-secret" not in one.text() for one in again.findChildren(QLineEdit))
    assert "never shown" in again.form.fields["secret"].note.text()
    assert "long-and-secret" not in json.dumps(shop.settings.get("mail", {}))
    again.save()
    assert shop.messages.secrets.get("mail.password") == "long-and-secret", "an empty line leaves it"


def test_a_password_goes_to_no_other_server_than_it_was_given_for(dialog: ChannelsDialog, shop: Shop) -> None:
    fill(dialog, host="smtp.example.in", user="shop", secret="long-and-secret")
    dialog.keep.click()
    fill(dialog, host="smtp.elsewhere.in")
    dialog.keep.click()
    assert dialog.form.fields["secret"].failed
    assert shop.settings.get("mail", {})["host"] == "smtp.example.in"
    fill(dialog, host="SMTP.example.in", user="other")
    dialog.keep.click()
    assert shop.settings.get("mail", {})["user"] == "other"
    fill(dialog, host="smtp.elsewhere.in", secret="new-one")
    dialog.keep.click()
    assert shop.settings.get("mail", {})["host"] == "smtp.elsewhere.in"
    assert shop.messages.secrets.get("mail.password") == "new-one"
    fill(dialog, host="")
    dialog.keep.click()
    assert shop.messages.secrets.get("mail.password") == ""


def test_a_port_that_is_none_is_said_at_its_field(dialog: ChannelsDialog, shop: Shop) -> None:
    fill(dialog, host="smtp.example.in", port="99999")
    dialog.keep.click()
    assert dialog.form.fields["port"].failed
    assert not set_up(shop.db)


def test_an_sms_gateway_is_chosen_by_name_with_the_ids_of_the_list(dialog: ChannelsDialog, shop: Shop) -> None:
    dialog.tabs.setCurrentIndex(SMS)
    fill(dialog, preset="fast2sms", secret="k", entity="1101", header="SHARMA", template="77 = Dear {#var#}")
    assert dialog.form.text("url").startswith("https://www.fast2sms.com/")
    dialog.keep.click()
    assert set_up(shop.db) == {"sms"}
    assert shop.settings.get("dlt", {}) == {"entity": "1101", "header": "SHARMA", "templates": {"77": "Dear {#var#}"}}
    fill(dialog, url="http://example.in")
    dialog.keep.click()
    assert dialog.form.fields["url"].failed
    fill(dialog, preset="", url="")
    dialog.keep.click()
    assert not set_up(shop.db)


def test_a_bot_has_a_link_and_a_qr_and_is_tried_with_one_message(dialog, shop: Shop, telegram: HTTPServer) -> None:
    dialog.tabs.setCurrentIndex(TELEGRAM)
    shop.settings.set("telegram", {"api": f"http://127.0.0.1:{telegram.server_port}"})
    fill(dialog, bot="@sharma_kirana_bot", secret="99:abc")
    assert tried(dialog, "4711") == "✓ It was taken. Look whether it came."
    assert "https://t.me/sharma_kirana_bot" in dialog.form.link.text()
    assert dialog.form.qr.matrix
    (path, told), *_none = telegram.heard
    assert path == "/bot99:abc/sendMessage"
    assert told["chat_id"] == "4711"
    assert "Sharma Kirana" in told["text"]
    assert shop.db.row("SELECT count(*) FROM message") == (0,), "nothing is kept of a test"
    fill(dialog, bot="no bot")
    dialog.keep.click()
    assert dialog.form.fields["bot"].failed


def test_what_cannot_be_reached_says_so(dialog: ChannelsDialog, telegram: HTTPServer, shop: Shop) -> None:
    telegram.server_close()
    dialog.tabs.setCurrentIndex(TELEGRAM)
    shop.settings.set("telegram", {"api": "http://127.0.0.1:9"})
    fill(dialog, bot="sharma_kirana_bot", secret="99:abc")
    assert tried(dialog, "4711") == "⚠ There was no way out to the net. Nothing was kept of this test."
    assert "to whom" in tried(dialog, "")


def test_quiet_hours_and_the_steps_that_are_told_are_chosen(dialog: ChannelsDialog, shop: Shop) -> None:
    dialog.tabs.setCurrentIndex(WHEN)
    assert not dialog.trial.isVisible()
    fill(dialog, **{"from": "22", "to": "7.30"})
    dialog.form.steps["out"].click()
    dialog.keep.click()
    kept = choices(shop.db)
    assert (kept.quiet_from, kept.quiet_to, kept.off) == (22 * 60, 7 * 60 + 30, {"out"})
    fill(dialog, **{"from": "late"})
    dialog.keep.click()
    assert dialog.form.fields["from"].failed
