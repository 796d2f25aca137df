"""What one may tell a printer beyond its paper: each setting with the sentence that says why one would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from shoppos.base.i18n import _
from shoppos.ui.widgets.flow import Columns
from shoppos.ui.widgets.form import Field, choice, choose, words
from shoppos.ui.widgets.printer_places import SERIAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEXT, HYBRID, RASTER = "text", "hybrid", "raster"

SHOWN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("escpos", ("mode", "dots", "band", "code_page", "cut", "drawer_pin", "turned")),
    ("tspl", ("dots_per_mm", "gap", "dots", "turned", "darkness", "speed")),
    ("zpl", ("dots_per_mm", "dots", "darkness", "speed", "z64", "turned")),
)
"""Which settings of `printing.head` a language knows; the others know none."""

ROLL_WIDTHS, LABEL_WIDTHS = (45, 48, 52, 54, 64, 72, 80), (48, 54, 56, 72, 80, 104, 108)
"""Millimetres that the heads of receipt and of label printers are built to print."""
ROLL_DOTS_PER_MM = 8
BANDS = (24, 64, 128, 192, 256)
DARKEST = {"tspl": 15, "zpl": 30}
FASTEST = 8
GAPS = (0, 15, 20, 25, 30, 40, 50, 60)


def suggested_mode(kind: str) -> str:
    """A picture of every bill where the line is quick enough for it; over a slow one only of the lines that need it."""
    return HYBRID if kind == SERIAL else RASTER


class Ticked(QWidget):
    """A yes-or-no setting with its sentence below it."""

    def __init__(self, name: str, caption: str, hint: str) -> None:
        """`name` is the field of `printing.head`."""
        super().__init__()
        self.name = name
        self.editor = QCheckBox(caption)
        self.editor.setObjectName(name)
        self.editor.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor)
        column.addWidget(words(hint, role="hint"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class PrinterDetails(QWidget):
    """The settings of one print head, folded away until they are asked for; only what its language knows is shown.

    `changed` tells that a person chose something.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Folded, with the usual settings."""
        super().__init__()
        self._form = "escpos"
        self._drawer = False
        self._usual_mode = RASTER
        self._touched = False
        self._fineness = ROLL_DOTS_PER_MM
        self.fold = QPushButton()
        self.fold.setCheckable(True)
        self.fold.setAutoDefault(False)
        self.fold.toggled.connect(self._turn)
        self.inner = Columns()
        self.fields: dict[str, Field[QComboBox] | Ticked] = {one.name: one for one in self._made()}
        self._box("mode").activated.connect(self._touch)
        self._box("dots_per_mm").activated.connect(self._suit_widths)
        for field in self.fields.values():
            field.setParent(self.inner)
            field.hide()
            if isinstance(field, Ticked):
                field.editor.clicked.connect(self._chosen)
            else:
                field.editor.activated.connect(self._chosen)
                field.editor.setAccessibleDescription(field.note.text())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.inner)
        self._turn()

    def _box(self, name: str) -> QComboBox:
        editor = self.fields[name].editor
        assert isinstance(editor, QComboBox)  # noqa: S101  (one of ours, made below)
        return editor

    # -- the settings, each with its reason

    def _made(self) -> list[Field[QComboBox] | Ticked]:
        return [*self._of_receipts(), *self._of_labels()]

    def _of_receipts(self) -> list[Field[QComboBox] | Ticked]:
        return [
            Field("mode", _("Letters or a picture"), choice([
                (_("Picture: every script, always the same"), RASTER),
                (_("Letters, other scripts as a picture"), HYBRID),
                (_("Letters only: quickest, no Hindi, no ₹"), TEXT),
            ], RASTER), hint=_("Choose letters if a bill takes long to come out, as over Bluetooth.")),
            Field("dots", _("Width that it prints"), choice(widths(ROLL_WIDTHS, ROLL_DOTS_PER_MM), 0),
                  hint=_("Choose the width at which the ruler of the test ends, if the right edge is cut off.")),
            Field("band", _("Rows of dots sent at once"), choice([(str(rows), rows) for rows in BANDS], 128),
                  hint=_("Choose smaller bands if the end of a bill comes out as strange letters,"
                         " larger ones if white lines run through it.")),
            Field("code_page", _("Letters it knows"), choice(code_pages(), ""),
                  hint=_("Choose the page whose signs the test slip shows right; plain letters are always right.")),
            Field("cut", _("Knife"), choice([
                (_("Cuts through"), "full"), (_("Leaves a bit, so that nothing falls"), "partial"),
                (_("Has no knife"), "none"),
            ], "full"), hint=_("Choose none if it prints a strange letter at the end of a bill instead of cutting.")),
            Field("drawer_pin", _("Wire of the drawer"), choice([(_("Pin 2 (usual)"), 2), (_("Pin 5"), 5)], 2),
                  hint=_("Choose the other pin if the drawer stays shut.")),
        ]  # fmt: skip

    def _of_labels(self) -> list[Field[QComboBox] | Ticked]:
        gaps: list[tuple[str, object]] = [
            (_("{mm} mm").format(mm=f"{gap / 10:g}") if gap else _("None: one long roll"), gap) for gap in GAPS
        ]
        return [
            Field("dots_per_mm", _("Fineness"), choice([
                (_("203 dpi (8 dots a millimetre)"), 8), (_("300 dpi (12 dots a millimetre)"), 12),
            ], 8), hint=_("Choose 300 dpi if the test label comes out too small, 203 dpi if it is cut off.")),
            Field("gap", _("Gap between two labels"), choice(gaps, 30),
                  hint=_("Measure it on the roll; with the wrong gap each label creeps a little further.")),
            Field("darkness", _("Darkness"), choice(levels(DARKEST["zpl"]), 0),
                  hint=_("Choose a higher figure if the codes are pale and do not scan, a lower one if they smear.")),
            Field("speed", _("Speed"), choice(levels(FASTEST), 0),
                  hint=_("Choose a lower figure if the print is uneven or pale at its edges.")),
            Ticked("z64", _("Send pictures packed (Z64)"),
                   _("Quicker with Zebra's own printers; leave it off if a label comes out empty or full of letters.")),
            Ticked("turned", _("Print upside down"),
                   _("Choose it if the paper leaves the printer with its foot first and you read it on the way out.")),
        ]  # fmt: skip

    # -- what fits

    def suit(self, form: str, kind: str, *, drawer: bool) -> None:
        """Show what a printer of this language at this kind of place can be told."""
        self._form, self._drawer, self._usual_mode = form, drawer, suggested_mode(kind)
        if not self._touched:
            choose(self._box("mode"), self._usual_mode)
        if form in DARKEST:
            self._relist("darkness", levels(DARKEST[form]), most=DARKEST[form])
        self._suit_widths()
        self._turn()

    def _suit_widths(self) -> None:
        """Heads of this language and fineness; the one that is chosen stays as wide as it is."""
        before = self._fineness
        self._fineness = after = int(self._value("dots_per_mm")) if self._form in DARKEST else ROLL_DOTS_PER_MM
        dots = self._value("dots") * after // before
        self._relist("dots", widths(LABEL_WIDTHS if self._form in DARKEST else ROLL_WIDTHS, after), chosen=dots)

    def _relist(self, name: str, options: list[tuple[str, object]], *, most: int = 0, chosen: int = 0) -> None:
        """Other choices; what is chosen stays, or is the `most` there is."""
        box = self._box(name)
        kept = chosen or int(box.currentData() or 0)
        if [box.itemData(at) for at in range(box.count())] != [value for _shown, value in options]:
            box.clear()
            for shown, value in options:
                box.addItem(shown, value)
        offer(box, min(kept, most) if most else kept)

    def shown(self) -> tuple[str, ...]:
        """The settings that are to be seen when it is unfolded."""
        known = next((names for form, names in SHOWN if form == self._form), ())
        mode = self._box("mode").currentData()
        without = {
            "drawer_pin": not self._drawer,
            "code_page": mode == RASTER,
            "band": mode == TEXT,
        }
        return tuple(name for name in known if not without.get(name, False))

    def fill(self, told: Mapping[str, Any]) -> None:
        """Show what the settings say of a printer; what they do not say is the usual."""
        from shoppos.printing.head import head_of

        head = head_of(told)
        self._fineness = head.dots_per_mm
        self._touched = "mode" in told or "address" in told
        for name, field in self.fields.items():
            value = getattr(head, name)
            if isinstance(field.editor, QComboBox):
                offer(field.editor, value)
            else:
                field.editor.setChecked(value)
        if not self._touched:
            choose(self._box("mode"), self._usual_mode)
        self._turn()

    def values(self) -> dict[str, Any]:
        """What is chosen, as the settings keep it: only what this language knows, and the mode always."""
        from shoppos.printing.head import Head

        usual = Head()
        chosen = {name: self._value(name) for name in self.shown()}
        return {name: value for name, value in chosen.items() if name == "mode" or value != getattr(usual, name)}

    def typed(self) -> dict[str, Any]:
        """Everything as it stands, shown or not."""
        return {name: self._value(name) for name in self.fields}

    def unfold(self) -> None:
        """Show the settings."""
        self.fold.setChecked(True)

    def _value(self, name: str) -> Any:
        editor = self.fields[name].editor
        return editor.currentData() if isinstance(editor, QComboBox) else editor.isChecked()

    def _touch(self) -> None:
        self._touched = True
        self._turn()

    def _chosen(self) -> None:
        self.changed.emit()

    def _turn(self) -> None:
        shown = self.shown()
        opened = self.fold.isChecked()
        self.fold.setText(_("▾ Fewer settings") if opened else _("▸ More settings, if the test does not look right"))
        self.inner.setVisible(opened)
        self.inner.arrange([(self.fields[name], False) for name in shown])


def widths(every: Iterable[int], dots_per_mm: int) -> list[tuple[str, object]]:
    """Heads that print so many millimetres, by their dots; the paper's own width first."""
    said = _("{mm} mm ({dots} dots)")
    dots: list[tuple[str, object]] = [(said.format(mm=mm, dots=mm * dots_per_mm), mm * dots_per_mm) for mm in every]
    return [(_("As the paper in it"), 0), *dots]


def levels(most: int) -> list[tuple[str, object]]:
    """Steps of darkness or speed, the printer's own first."""
    return [(_("As the printer is set"), 0), *((str(step), step) for step in range(1, most + 1))]


def code_pages() -> list[tuple[str, object]]:
    """The code pages of ESC/POS, plain ASCII first."""
    from shoppos.printing.languages.spelling import CODE_PAGES

    return [(_("Plain letters only"), ""), *((name.upper(), name) for name in CODE_PAGES)]


def offer(box: QComboBox, value: Any) -> None:
    """Choose `value`, which somebody may have written by hand and no list knew."""
    if box.findData(value) < 0:
        box.addItem(str(value), value)
    choose(box, value)
