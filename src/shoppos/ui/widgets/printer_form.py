"""The printer of the bills: in the network, or a folder that collects PDFs; with a test that really prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QWidget

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.job import Job
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.papers import papers

if TYPE_CHECKING:
    from shoppos.base.errors import ShopError
    from shoppos.shop import Shop
    from shoppos.ui.job import Progress, Stopped

NONE, NETWORK, FOLDER, DEVICE = "none", "network", "folder", "device"
ROLLS = frozenset({"58", "80"})


class PrinterForm(QWidget):
    """What kind of printer, where it is, and which paper is in it."""

    changed = Signal()

    def __init__(self, shop: Shop) -> None:
        """Show the shop's first printer."""
        super().__init__()
        self._shop = shop
        self.job: Job | None = None
        self.kind = Field(
            "kind", _("Printer"),
            choice([
                (_("None yet"), NONE), (_("Receipt printer in the network"), NETWORK),
                (_("Receipt printer at this computer"), DEVICE), (_("Save each bill as a PDF in a folder"), FOLDER),
            ], NONE),
        )  # fmt: skip
        self.address = Field("address", _("Address"), line(most=300))
        self.paper = Field("paper", _("Paper"), choice(papers(), "80"))
        self.drawer = QCheckBox(_("A cash drawer hangs on it: cash opens it"))
        self.choose = QPushButton(_("Choose the folder…"))
        self.choose.clicked.connect(self._choose_folder)
        self.test = QPushButton(_("Print a test"))
        self.test.clicked.connect(self.print_test)
        self.said = words("")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.paper, 0, 1)
        grid.addWidget(self.address, 1, 0, 1, 2)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.choose)
        row.addWidget(self.test)
        row.addWidget(self.said, 1)
        grid.addWidget(self.drawer, 2, 0, 1, 2)
        grid.addLayout(row, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.kind.editor.currentIndexChanged.connect(self._turn)
        self.kind.editor.activated.connect(self.changed)
        self.paper.editor.activated.connect(self.changed)
        self.drawer.clicked.connect(self.changed)
        self.address.editor.textEdited.connect(self._typed)
        self._turn()

    def editors(self) -> list[QWidget]:
        """What one types in, in its order."""
        return [self.kind.editor, self.paper.editor, self.address.editor]

    def fill(self, told: dict[str, Any]) -> None:
        """Show a printer as the settings keep it, {} for none."""
        address = str(told.get("address", ""))
        kind = NONE
        if address.startswith("tcp:"):
            kind, address = NETWORK, address.removeprefix("tcp://").removeprefix("tcp:").removesuffix(":9100")
        elif address.startswith("file:"):
            address = address.removeprefix("file:")
            kind = FOLDER if told.get("form") == "pdf" else DEVICE
        choose(self.kind.editor, kind)
        choose(self.paper.editor, told.get("paper", "80"))
        self.address.editor.setText(address)
        self.drawer.setChecked(told.get("drawer") is True)

    def value(self) -> dict[str, Any]:
        """The printer as the settings keep it, {} for none; InvalidInput names the field that does not do."""
        from shoppos.printing.devices import open_device

        kind, typed = self.kind.editor.currentData(), self.address.editor.text().strip()
        if kind == NONE:
            return {}
        if not typed:
            raise InvalidInput(_("Where is the printer?"), self._example(), "address")
        address = f"tcp://{typed}" if kind == NETWORK else f"file:{typed}"
        try:
            open_device(address)
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, "address") from error
        form = "pdf" if kind == FOLDER else "escpos"
        if kind == FOLDER:
            try:
                Path(typed).expanduser().mkdir(parents=True, exist_ok=True)
            except OSError as error:
                reason = error.strerror or str(error)
                raise InvalidInput(
                    _("That folder cannot be made: {reason}.").format(reason=reason), _("Choose another."), "address"
                ) from error
            address = f"file:{Path(typed).expanduser()}"
        drawer = {"drawer": True} if form == "escpos" and self.drawer.isChecked() else {}
        paper = str(self.paper.editor.currentData())
        return {"name": _("Bills"), "address": address, "form": form, "paper": paper, **drawer}

    def typed(self) -> dict[str, Any]:
        """What stands here, right or not."""
        return {
            "kind": str(self.kind.editor.currentData()),
            "paper": str(self.paper.editor.currentData()),
            "address": self.address.editor.text(),
            "drawer": self.drawer.isChecked(),
        }

    def restore(self, typed: dict[str, Any]) -> None:
        """Show again what `typed` gave; {} changes nothing."""
        if typed:
            choose(self.kind.editor, typed.get("kind"))
            choose(self.paper.editor, typed.get("paper"))
            self.address.editor.setText(str(typed.get("address", "")))
            self.drawer.setChecked(typed.get("drawer") is True)

    def save(self) -> None:
        """Make it the printer of the bills, in front of any others; InvalidInput as `value`."""
        printer = self.value()
        known: list[dict[str, Any]] = self._shop.settings.get("printers", list[dict[str, Any]]())
        fresh = ([printer] if printer else []) + known[1:]
        if fresh != known:
            self._shop.settings.set("printers", fresh)

    def fail(self, error: InvalidInput) -> bool:
        """Show a refusal under its field."""
        return show_mistake((self.kind, self.address, self.paper), error)

    def print_test(self) -> None:
        """Send a slip there now, and say what became of it."""
        if self.job is not None and self.job.running:
            return
        try:
            printer = self.value()
        except InvalidInput as error:
            self.address.fail(str(error))
            self.address.editor.setFocus()
            return
        if not printer:
            return
        name = self._shop.settings.profile().name

        def work(_progress: Progress, _stop: Stopped) -> str:
            return print_slip(printer, name)

        self.said.setText(_("Printing …"))
        self.job = Job(self._shop.db, work, self)
        self.job.finished.connect(self.said.setText)
        self.job.refused.connect(self._tell)
        self.job.start()

    def _tell(self, error: ShopError) -> None:
        self.said.setText(f"⚠ {error}")

    def _typed(self) -> None:
        self.address.clear_mistake()
        self.changed.emit()

    def _turn(self) -> None:
        """Each kind asks for its own address and suggests its own paper."""
        kind = self.kind.editor.currentData()
        for widget in (self.address, self.paper, self.test):
            widget.setVisible(kind != NONE)
        self.choose.setVisible(kind == FOLDER)
        self.drawer.setVisible(kind in {NETWORK, DEVICE})
        self.said.setText("")
        self.address.clear_mistake()
        self.address.caption.setText(_("Folder") if kind == FOLDER else _("Address"))
        self.address.editor.setPlaceholderText(self._example())
        roll = self.paper.editor.currentData() in ROLLS
        if kind == FOLDER and roll:
            choose(self.paper.editor, "A5")
        elif kind in {NETWORK, DEVICE} and not roll:
            choose(self.paper.editor, "80")
        if kind == FOLDER and not self.address.editor.text():
            self.address.editor.setText(str(Path.home() / "ShopPOS bills"))

    def _example(self) -> str:
        kind = self.kind.editor.currentData()
        if kind == NETWORK:
            return _("192.168.1.50 (it stands on the printer's own test slip)")
        return _("/dev/usb/lp0") if kind == DEVICE else _("The folder for the PDFs")

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Folder for the bills"), self.address.editor.text())
        if name:
            self.address.editor.setText(name)
            self._typed()


def print_slip(printer: dict[str, Any], shop_name: str) -> str:
    """Print a short slip on a printer of the settings; gives what became of it in a sentence."""
    from shoppos.printing.devices import Outcome, open_device
    from shoppos.printing.languages import encode
    from shoppos.printing.page import Align, Page, Rule, Size, Text, paper_named

    parts = (
        Text(shop_name, Size.LARGE, bold=True, align=Align.CENTER),
        Text(_("This is a test. Not a bill."), align=Align.CENTER),
        Rule(),
        Text("₹ 1,23,456.78   हिन्दी   ABC abc 0123456789"),
        Text(_("If you can read all of this, the printer is ready.")),
        Rule(),
    )
    content = encode(Page(paper_named(printer["paper"]), parts), printer["form"])
    found = open_device(printer["address"]).send(content, "test.pdf" if printer["form"] == "pdf" else "test.bin")
    if found.outcome in {Outcome.SENT, Outcome.PRINTED}:
        if printer["form"] != "pdf":
            return _("✓ Sent. Look at the paper.")
        return _("✓ Written to {file}.").format(file=printer["address"].removeprefix("file:"))
    return f"⚠ {found.reason}"
