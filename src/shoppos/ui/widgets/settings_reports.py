"""Where the owner's reports go: by mail, into a folder or a place in the net, or in words for WhatsApp; and a try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.rules.report_places import FOLDER, LOGIN, MAIL, S3, SFTP, WEBDAV, WHATSAPP
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.settings_online import OnlinePage, secret
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QComboBox, QLineEdit

    from shoppos.base.errors import InvalidInput
    from shoppos.reports.deliveries import Place
    from shoppos.ui.job import Stopped

HIGH = 120


class ReportsPage(OnlinePage):
    """A list and the chosen place below it; nothing is kept until Ctrl+S."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Reports")

    def build(self) -> None:
        """List, form, acts."""
        about = _(
            "When a day is closed, its report goes to these places: one page for a phone, and a PDF. The first closing "
            "of a new week or month sends the one before. Without the net it waits."
        )
        self.column.addWidget(words(about, role="quiet"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Places"))
        self.list.setFixedHeight(scaled(HIGH))
        roomy(self.list)
        self.list.currentRowChanged.connect(self._turned)
        self.column.addWidget(self.list)
        self._fields()
        self.form = Columns()
        self.column.addWidget(self.form)
        self.column.addWidget(self.active)
        self.kind.editor.currentIndexChanged.connect(self._need)
        self.keep, self.test = QPushButton(_("Keep (Ctrl+S)")), QPushButton(_("Send me one now (Ctrl+T)"))
        self.another, self.gone = QPushButton(_("New (Ctrl+N)")), QPushButton(_("Remove (Ctrl+Del)"))
        self.unknown = QPushButton(_("Forget its key (Ctrl+J)"))
        self.unknown.setToolTip(_("The computer was set up anew: the next key that answers there is kept."))
        self.foot(self.keep, self.test, self.another, self.gone, self.unknown)
        for button, keys, act in (
            (self.keep, "", self.save), (self.test, "Ctrl+T", self.ask), (self.another, "Ctrl+N", self.new),
            (self.gone, "Ctrl+Del", self.remove), (self.unknown, "Ctrl+J", self.forget_key),
        ):  # fmt: skip
            button.setMinimumHeight(scaled(44))
            button.clicked.connect(act)
            if keys:
                QShortcut(QKeySequence(keys), self, act)
        self.every = list["Place"]()

    def _fields(self) -> None:
        kinds = (
            (_("E-mail"), MAIL), ("WhatsApp", WHATSAPP), (_("Folder"), FOLDER), ("WebDAV", WEBDAV), ("SFTP", SFTP),
            ("S3", S3),
        )  # fmt: skip
        self.kind: Field[QComboBox] = Field("kind", _("What it is"), choice(kinds, MAIL))
        self.name = Field("name", _("What you call it"), line(most=40))
        self.where = Field("where", _("Mail address"), line(most=300))
        self.user = Field("user", _("User"), line(most=120))
        self.password = Field("password", _("Password"), secret(line(most=200)))
        self.endpoint = Field("endpoint", _("Address of a bucket that is not Amazon's"), line(most=200))
        self.active = QCheckBox(_("Reports go there"))
        self.lines = (self.name, self.where, self.user, self.password, self.endpoint)
        for field in self.lines:
            field.editor.textEdited.connect(field.clear_mistake)

    # -- showing

    @property
    def typing(self) -> bool:
        """Whether something stands here that was not kept."""
        return any(field.editor.isModified() for field in self.lines)

    def look(self) -> None:
        """Those that are set up; what is being typed stays."""
        self.every = self.shop.reports.places()
        at = min(max(self.list.currentRow(), 0), len(self.every) - 1)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_spoken(one) for one in self.every])
        self.list.setVisible(bool(self.every))
        if not self.typing:
            self.list.setCurrentRow(at)
            self._show(at)
        self.list.blockSignals(False)

    @property
    def chosen(self) -> Place | None:
        """The place that is marked; None while a new one is typed."""
        at = self.list.currentRow()
        return self.every[at] if 0 <= at < len(self.every) else None

    def _turned(self, at: int) -> None:
        self.stop()
        self.say("")
        self._show(at)
        self.seen()

    def _show(self, at: int) -> None:
        one = self.every[at] if 0 <= at < len(self.every) else None
        choose(self.kind.editor, one.kind if one else MAIL)
        self.kind.setEnabled(one is None)
        told = (one.name, one.where, one.user, "", one.endpoint) if one else ("",) * 5
        for field, text in zip(self.lines, told, strict=True):
            field.editor.setText(text)
            field.editor.setModified(False)
            field.clear_mistake()
        self.password.editor.setPlaceholderText("")
        self.active.setChecked(one is None or one.active)
        self.test.setEnabled(one is not None)
        self.gone.setEnabled(one is not None)
        self.unknown.setVisible(one is not None and one.kind == SFTP)
        self._need()

    def _need(self) -> None:
        """Each kind of place has its own questions."""
        kind = self.kind.editor.currentData()
        login = (self.user, self.password) if kind in LOGIN else ()
        more = (self.endpoint,) if kind == S3 else ()
        fields = (self.kind, self.name, self.where, *login, *more)
        self.form.arrange([(field, field is self.where) for field in fields])
        for field in self.lines:
            field.setVisible(field in fields)
        caption, example, hint = _asked(kind)
        self._call(self.where, caption)
        self.where.editor.setPlaceholderText(example)
        self._call(self.user, _("Key id") if kind == S3 else _("User"))
        self._call(self.password, _("Secret key") if kind == S3 else _("Password"))
        self.where.tell(hint)

    def _call(self, field: Field[QLineEdit], caption: str) -> None:
        field.caption.setText(caption)
        field.editor.setAccessibleName(caption)

    def seen(self) -> None:
        """Say whether a password is kept, never which."""
        one, reports = self.chosen, self.shop.reports
        if self.job is None and one is not None and one.kind in LOGIN:
            key = one.key
            self.work(
                _("Looking …"), lambda _stop: (reports.has_password(key), reports.secrets.warning), self._known,
                quiet=True,
            )  # fmt: skip

    def _known(self, told: tuple[bool, str]) -> None:
        kept, warning = told
        self.password.editor.setPlaceholderText(_("kept; type another to change it") if kept else "")
        self.warning.setText(warning if kept else "")

    # -- acts

    def new(self) -> None:
        """Begin another."""
        self.stop()
        self.list.blockSignals(True)
        self.list.setCurrentRow(-1)
        self.list.blockSignals(False)
        self._show(-1)
        self.say("")
        self.kind.editor.setFocus()

    def save(self) -> None:
        """Keep what is typed, with its password; beside the window, for the store of passwords may take its time."""
        one, reports = self.chosen, self.shop.reports
        kind, active = str(self.kind.editor.currentData()), self.active.isChecked()
        name, where, user, password, endpoint = (field.editor.text().strip() for field in self.lines)
        before = [other.told() for other in reports.places()]

        def keep(_stop: Stopped) -> str:
            made = reports.set_place(
                kind, where, name=name, key=one.key if one else "", user=user, password=password, endpoint=endpoint,
                active=active,
            )  # fmt: skip
            return made.key

        self.work(_("Keeping it …"), keep, lambda key: self._kept(key, before))

    def _kept(self, key: str, before: list[dict[str, object]]) -> None:
        for field in self.lines:
            field.editor.setModified(False)
        self._tell_back(before)
        self.look()
        self.list.setCurrentRow(next(n for n, one in enumerate(self.every) if one.key == key))
        self.say(_("Kept. Try it now."))

    def _tell_back(self, before: list[dict[str, object]], key: str = "", waited: Sequence[bytes] = ()) -> None:
        """How to take it back: the list as it was, and what `waited` for the place `key` that was removed.

        A password that was forgotten must be typed again.
        """
        reports = self.shop.reports
        if [one.told() for one in reports.places()] != before:
            self.did.emit(self.title(), lambda: reports.put_back(before, key, waited))

    def remove(self) -> None:
        """Send nothing to the chosen one any more."""
        one, reports, db = self.chosen, self.shop.reports, self.shop.db
        if one is None:
            return
        before = [other.told() for other in reports.places()]

        def remove(_stop: Stopped) -> list[bytes]:
            from shoppos.online.report_ways import forget_host

            waited = reports.waiting(one.key)
            forget_host(db, reports.remove_place(one.key))
            return waited

        def gone(waited: list[bytes]) -> None:
            self._tell_back(before, one.key, waited)
            self.look()
            said = _("Reports do not go to {name} any more, and its password is forgotten.")
            self.say(said.format(name=one.name))

        self.work(_("Keeping it …"), remove, gone)

    def forget_key(self) -> None:
        """The chosen computer was set up anew: its next key is taken as at the first visit."""
        one, shop, deliver = self.chosen, self.shop, self.context.deliver_now
        if one is None or one.kind != SFTP:
            return

        def forget(_stop: Stopped) -> str:
            from shoppos.online import places, sftp

            shop.reports.again(one.key)
            gone = sftp.forget_key(one.where, places.known_hosts(shop.db.path.parent))
            return sftp.forgotten_said(one.where, gone=gone)

        def told(sentence: str) -> None:
            deliver()
            self.say(sentence)

        self.work(_("Keeping it …"), forget, told)

    def ask(self) -> None:
        """Send the newest report to the chosen one."""
        one, shop = self.chosen, self.shop
        if one is None:
            return
        try:
            self.permit(lambda: shop.reports.allow_trial(one.key))
        except ShopError as error:
            self.say(str(error), wrong=True)
            return

        def try_it(_stop: Stopped) -> tuple[str, str]:
            from shoppos.online.delivery import try_place
            from shoppos.printing.travelling import render

            told = try_place(shop.db, shop.reports.secrets, render, one)
            return (told, "") if one.by_hand else ("", told)

        self.work(_("Sending …"), try_it, self._taken)

    def _taken(self, told: tuple[str, str]) -> None:
        link, _reference = told
        if link:
            QDesktopServices.openUrl(QUrl(link))
        self.say("✓ " + (_("Press send there.") if link else _("It was taken. Look whether it came.")))

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake(self.lines, error)


def _asked(kind: str) -> tuple[str, str, str]:
    """What the address of a kind of place is called, how one looks, and what one must know of it."""
    captions = {MAIL: _("Mail address"), WHATSAPP: _("Mobile number"), FOLDER: _("Its folder")}
    examples = {
        MAIL: "owner@example.com", FOLDER: "/home/shop/reports", WEBDAV: "webdavs://cloud.example.com/reports",
        SFTP: "sftp://host.example.com/reports", S3: "s3://bucket/reports",
    }  # fmt: skip
    hints = {
        MAIL: _("It is sent by the shop's own mail account: see the channels of messages."),
        WHATSAPP: _("A person presses send: the list of reports opens it."),
    }
    return captions.get(kind, _("Its address")), examples.get(kind, ""), hints.get(kind, "")


def _spoken(one: Place) -> str:
    from shoppos.reports.deliveries import kind_said

    said = f"{one.name} · {kind_said(one.kind)} · {one.where}"
    return said if one.active else f"{said} · {_('off')}"
