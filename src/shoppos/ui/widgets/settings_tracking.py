"""How customers follow their orders: the page and where it lies, where pages are kept up to date, and a test."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, line, show_mistake, words
from shoppos.ui.widgets.settings_online import OnlinePage, secret

if TYPE_CHECKING:
    from shoppos.shop.tracking import Choices
    from shoppos.ui.job import Stopped

NAMES = ("page", "publish", "live", "user", "endpoint")


class TrackingPage(OnlinePage):
    """The page is exported into a folder and put on the shop's website; kept by one key, tried by another."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Order tracking")

    def build(self) -> None:
        """The page, its address, the place, and what to do with them."""
        about = _(
            "A customer opens a link and sees how far the order is. The page is one file on any website; it needs no "
            "server, and what it shows is signed by this shop."
        )
        self.folder = Field(
            "folder", _("1. Write the page into this folder"), line(most=300), hint=_("Then put it on your website.")
        )
        self.export = QPushButton(_("Write the page"))
        self.page = Field(
            "page", _("2. Where the page lies on the web"), line(placeholder="https://example.com/track/index.html"),
        )  # fmt: skip
        self.publish = Field(
            "publish", _("3. May stay empty: where pages are kept up to date by themselves"), line(),
            hint=_("A folder that goes to the web, webdavs://host/folder, or s3://bucket/folder."),
        )  # fmt: skip
        self.live = Field("live", _("Where the world finds that place, if not beside the page"), line())
        self.user = Field("user", _("User of that place"), line(most=120))
        self.password = Field("password", _("Password of that place"), secret(line(most=200)))
        self.endpoint = Field("endpoint", _("Address of a bucket that is not Amazon's"), line())
        self.days = Field("days", _("Days after its end that an order's page stays"), line(right=True, most=4))
        self.keep, self.test = QPushButton(_("Keep (Ctrl+S)")), QPushButton(_("Try it"))
        self.column.addWidget(words(about, role="quiet"))
        self.fields = (
            self.folder, self.page, self.publish, self.live, self.user, self.password, self.endpoint, self.days,
        )  # fmt: skip
        self.export.setAutoDefault(False)
        for part in (self.folder, self.export, self.page, self.publish):
            self.column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part is self.export else Qt.AlignmentFlag(0))
        self.more = Columns()
        self.column.addWidget(self.more)
        for field in self.fields:
            field.editor.textEdited.connect(field.clear_mistake)
        self.publish.editor.textChanged.connect(self._need)
        self.foot(self.keep, self.test)
        for button, act in ((self.export, self.write), (self.keep, self.save), (self.test, self.look_there)):
            button.clicked.connect(act)
        self._need()

    # -- showing

    def look(self) -> None:
        """What is chosen now; what is being typed stays."""
        chosen = self.shop.tracking.chosen()
        for name in NAMES:
            self._fill(getattr(self, name), str(getattr(chosen, name)))
        self._fill(self.days, str(chosen.days))
        self._fill(self.folder, str(self.shop.db.path.parent / "tracking"))

    def _fill(self, field: Field[Any], text: str) -> None:
        if not field.editor.isModified():
            field.editor.setText(text)

    def _need(self) -> None:
        """Who logs in is asked for places that want it."""
        place = self.publish.editor.text().strip()
        far, bucket = "://" in place, place.startswith("s3:")
        asked = (
            (self.live, bool(place)), (self.user, far), (self.password, far), (self.endpoint, bucket),
            (self.days, bool(place)),
        )  # fmt: skip
        self.more.arrange([(field, field is self.live) for field, wanted in asked if wanted])
        for field, wanted in asked:
            field.setVisible(wanted)

    def seen(self) -> None:
        """Say whether a password is kept, never which."""
        if self.job is None and self.context.opened is not None:
            from shoppos.online.publishing import PASSWORD

            secrets = self.shop.messages.secrets
            self.work(_("Looking …"), lambda _stop: (secrets.where(PASSWORD), secrets.warning), self._known, quiet=True)

    def _known(self, told: tuple[str, str]) -> None:
        where, warning = told
        self.password.editor.setPlaceholderText(_("kept; type another to change it") if where else "")
        self.warning.setText(warning if where == "file" else "")

    # -- acts

    def write(self) -> None:
        """Write the page into the folder, with the shop's key, made with the first page."""
        text = clean(self.folder.editor.text(), 300)
        if not text:
            self.fail(InvalidInput(_("Name a folder."), field="folder"))
            return
        tracking = self.shop.tracking
        said = _("The page stands in {file}. Put it on your website, then say below where.")
        self.work(
            _("Writing the page …"), lambda _stop: tracking.export(Path(text).expanduser()),
            lambda file: self.say(said.format(file=file)),
        )  # fmt: skip

    def save(self) -> None:
        """Keep where the page lies and where pages are put."""
        changes: dict[str, Any] = {name: getattr(self, name).editor.text().strip() for name in NAMES}
        typed = ascii_digits(clean(self.days.editor.text())) or "0"
        if not typed.isdigit():
            self.fail(InvalidInput(_("Say a number of days from 0 to 3650."), field="days"))
            return
        changes["days"] = int(typed)
        password = self.password.editor.text()
        tracking, before = self.shop.tracking, self.shop.tracking.chosen()

        def keep(_stop: Stopped) -> Choices:
            from shoppos.online import places, publishing

            if changes["publish"]:
                places.address(changes["publish"])
            chosen = tracking.choose(**changes)
            if password:
                tracking.secrets.set(publishing.PASSWORD, password)
            return chosen

        self._before = before
        self.work(_("Keeping it …"), keep, self._kept)

    def _kept(self, chosen: Choices) -> None:
        for field in self.fields:
            field.editor.setModified(False)
        self.password.editor.clear()
        before = {name: value for name, value in asdict(self._before).items() if name != "key"}
        tracking = self.shop.tracking
        if self._before != chosen:
            self.did.emit(self.title(), lambda: tracking.choose(**before))
        self.look()
        self.say(_("Kept. Try it now."))
        self.seen()

    def look_there(self) -> None:
        """Look at page and place as a stranger does, and say what is wrong in words."""
        shop = self.shop

        def ask(_stop: Stopped) -> list[str]:
            from shoppos.online.publishing import place_of
            from shoppos.online.tracking import faults

            chosen = shop.tracking.chosen()
            return faults(chosen, shop.tracking.signer.public(), place_of(shop.db, shop.messages.secrets))

        self.work(_("Looking at the page as a customer does …"), ask, self._looked)

    def _looked(self, faults: list[str]) -> None:
        self.say("\n".join(faults) or _("✓ Customers can follow their orders."), wrong=bool(faults))

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake(self.fields, error)
