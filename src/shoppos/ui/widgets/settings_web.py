"""The web shops and folders from which orders come: where each lies, its key, and a try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QListWidget, QPushButton, QScrollArea

from shoppos.base.i18n import _
from shoppos.ui.keys import printable
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.settings_online import OnlinePage, secret
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from shoppos.base.errors import InvalidInput
    from shoppos.ui.job import Stopped

WOOCOMMERCE, FOLDER = "woocommerce", "folder"
HIGH = 110


class WebPage(OnlinePage):
    """A list and the chosen one below it; nothing is kept until Ctrl+S."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Web shops")

    def build(self) -> None:
        """List, form, acts."""
        about = _("Orders of a web shop, or of a folder with files, come among the shop's own by themselves.")
        self.column.addWidget(words(about, role="quiet"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Web shops"))
        self.list.setFixedHeight(scaled(HIGH))
        roomy(self.list)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._turned)
        self.column.addWidget(self.list)
        kinds = ((_("WooCommerce"), WOOCOMMERCE), (_("A folder with CSV or JSON files"), FOLDER))
        stock = ((_("Nothing"), ""), (_("Of items it knows"), "mapped"), (_("Of all items"), "all"))
        self.name = Field("name", _("What you call it"), line(most=40))
        self.kind: Field[QComboBox] = Field("kind", _("What it is"), choice(kinds, WOOCOMMERCE))
        self.where = Field("where", _("Its address"), line(most=300))
        self.key = Field("key", _("Consumer key"), secret(line(most=120)))
        self.secret = Field("secret", _("Consumer secret"), secret(line(most=120)))
        self.stock: Field[QComboBox] = Field("stock", _("It is told what can be sold"), choice(stock, ""))
        self.active = QCheckBox(_("Listen to it"))
        self.trusted = QCheckBox(_("What it says was paid is enough to send the goods"))
        self.fields = (self.name, self.kind, self.where, self.key, self.secret, self.stock)
        self.form = Columns()
        self.column.addWidget(self.form)
        for field in self.fields:
            if field not in (self.kind, self.stock):
                field.editor.textEdited.connect(field.clear_mistake)  # type: ignore[union-attr]  # the lists were left out
        self.column.addWidget(self.active)
        self.column.addWidget(self.trusted)
        trusted = printable(self.context.keymap.shown("trusted"))
        about = _("Trust a shop only whose gateway has the money before it says so ({key}).").format(key=trusted)
        self.column.addWidget(words(about, role="hint"))
        self.kind.editor.currentIndexChanged.connect(self._need)
        self.keep, self.test = QPushButton(_("Keep (Ctrl+S)")), QPushButton(_("Try it (Ctrl+T)"))
        self.another, self.gone = QPushButton(_("New (Ctrl+N)")), QPushButton(_("Remove (Ctrl+Del)"))
        self.foot(self.keep, self.test, self.another, self.gone)
        for button, keys, act in (
            (self.keep, "", self.save), (self.test, "Ctrl+T", self.ask), (self.another, "Ctrl+N", self.new),
            (self.gone, "Ctrl+Del", self.remove),
        ):  # fmt: skip
            button.clicked.connect(act)
            if keys:
                QShortcut(QKeySequence(keys), self, act)
        self.every = list[dict[str, Any]]()

    # -- showing

    @property
    def typing(self) -> bool:
        """Whether something stands here that was not kept."""
        return any(field.editor.isModified() for field in (self.name, self.where, self.key, self.secret))

    def look(self) -> None:
        """Those that are set up; what is being typed stays."""
        self.every = self.shop.web_shops.list()
        at = min(max(self.list.currentRow(), 0), len(self.every) - 1)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_spoken(one) for one in self.every])
        self.list.setVisible(bool(self.every))
        if not self.typing:
            self.list.setCurrentRow(at)
            self._show(at)
        self.list.blockSignals(False)

    def _turned(self, at: int) -> None:
        self.stop()
        self.say("")
        self._show(at)
        self.seen()

    def _show(self, at: int) -> None:
        one = self.every[at] if 0 <= at < len(self.every) else dict[str, Any]()
        self.name.editor.setText(str(one.get("name", "")))
        self.name.editor.setReadOnly(bool(one))  # its orders are known by it
        choose(self.kind.editor, one.get("kind", WOOCOMMERCE))
        self.kind.setEnabled(not one)
        self.where.editor.setText(str(one.get("url") or one.get("path") or ""))
        choose(self.stock.editor, one.get("stock", ""))
        self.active.setChecked(bool(one.get("active", True)))
        self.trusted.setChecked(one.get("trusted") is True)
        for field in (self.key, self.secret):
            field.editor.clear()
            field.editor.setPlaceholderText("")
        for field in self.fields:
            field.clear_mistake()
        self.test.setEnabled(bool(one))
        self.gone.setEnabled(bool(one))
        self._need()

    def _need(self) -> None:
        """A folder has no key."""
        shop = self.kind.editor.currentData() == WOOCOMMERCE
        keys = (self.key, self.secret)
        self.form.arrange([(one, one is self.where) for one in self.fields if shop or one not in keys])
        self.where.caption.setText(_("Its address") if shop else _("Its folder"))
        self.where.editor.setAccessibleName(self.where.caption.text())
        self.where.editor.setPlaceholderText("https://shop.example.com" if shop else "")
        hint = _("WooCommerce makes both under Settings, Advanced, REST API, with leave to read and write.")
        self.secret.tell(hint if shop else "")

    def seen(self) -> None:
        """Say whether a key is kept, never which."""
        at = self.list.currentRow()
        if self.job is None and 0 <= at < len(self.every) and self.every[at].get("kind") == WOOCOMMERCE:
            shops, name = self.shop.web_shops, str(self.every[at].get("name"))
            self.work(
                _("Looking …"), lambda _stop: (shops.has_key(name), shops.secrets.warning), self._known, quiet=True
            )

    def _known(self, told: tuple[bool, str]) -> None:
        kept, warning = told
        for field in (self.key, self.secret):
            field.editor.setPlaceholderText(_("kept; type another to change it") if kept else "")
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
        self.name.editor.setFocus()

    def trust(self) -> None:
        """Say that what the chosen one tells of payments is enough, or is not any more; Ctrl+S keeps it."""
        self.trusted.toggle()
        self.to_trust()
        self.say(_("Ctrl+S keeps it."))

    def to_trust(self) -> None:
        """To where it is said, in sight however small the screen."""
        self.trusted.setFocus()
        inside = self.parentWidget()
        around = inside.parentWidget() if inside is not None else None
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(self.trusted)

    def save(self) -> None:
        """Keep what is typed, with its key."""
        told = {
            "name": self.name.editor.text(), "kind": self.kind.editor.currentData(),
            "where": self.where.editor.text(), "stock": self.stock.editor.currentData(),
            "active": self.active.isChecked(), "trusted": self.trusted.isChecked(),
        }  # fmt: skip
        key, password = self.key.editor.text().strip(), self.secret.editor.text().strip()
        shops = self.shop.web_shops
        self._before = shops.list()

        def keep(_stop: Stopped) -> str:
            shops.keep(told, key, password)
            return str(told["name"]).strip()

        self.work(_("Keeping it …"), keep, self._kept)

    def _kept(self, name: str) -> None:
        for field in (self.name, self.where, self.key, self.secret):
            field.editor.setModified(False)
        self._tell_back()
        self.look()
        self.list.setCurrentRow(next(n for n, one in enumerate(self.every) if one.get("name") == name))
        self.say(_("Kept. Try it now."))

    def _tell_back(self) -> None:
        """How to take it back: the list as it was; keys that were forgotten must be typed again."""
        settings, before = self.shop.settings, self._before
        if self.shop.web_shops.list() != before:
            self.did.emit(self.title(), lambda: settings.set("web", before))

    def remove(self) -> None:
        """Listen to the chosen one no more."""
        at, shops = self.list.currentRow(), self.shop.web_shops
        if not 0 <= at < len(self.every):
            return
        name, self._before = str(self.every[at].get("name")), shops.list()
        self.work(_("Keeping it …"), lambda _stop: shops.forget(name), lambda _none: self._removed(name))

    def _removed(self, name: str) -> None:
        self._tell_back()
        self.look()
        self.say(_("{name} is listened to no more, and its key is forgotten. Its orders stay.").format(name=name))

    def ask(self) -> None:
        """Ask the chosen one something that changes nothing."""
        at, shop = self.list.currentRow(), self.shop
        if not 0 <= at < len(self.every):
            return
        told = self.every[at]

        def try_it(_stop: Stopped) -> str:
            from shoppos.online.storefront import storefront

            front = storefront(told, shop.web_shops.secrets)
            try:
                return front.test()
            finally:
                front.rest()

        self.work(_("Asking {name} …").format(name=told.get("name")), try_it, lambda said: self.say(f"✓ {said}"))

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake(self.fields, error)


def _spoken(one: dict[str, Any]) -> str:
    where = one.get("url") or one.get("path") or ""
    said, off = f"{one.get('name', '')} · {where}", _("not listened to")
    return said if one.get("active", True) else f"{said} · {off}"
