"""Labels of scales: which makes the shop has, and a line to scan one and see what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import quantity, rupees
from shoppos.ui.widgets.form import Field, choice, line, show_mistake, words
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from shoppos.rules.scale_codes import Pattern

KEY = "scale_patterns"


class ScalesPage(SettingsPage):
    """The patterns in use (each a name, a text and decimals), a pattern of one's own, and the tester."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Labels of scales")

    def build(self) -> None:
        """The makes that are known, one of one's own, and the tester."""
        from shoppos.rules.scale_codes import PRESETS

        self.tester = Field(
            "tester", _("Scan a label here"), line(placeholder="2100123007509", most=60, scans=True),
            hint=_("It shows which item and which weight or price the label holds."),
        )  # fmt: skip
        self.tester.editor.textChanged.connect(self._test)
        self.column.addWidget(self.tester)
        self.column.addWidget(words(_("Labels our scales print"), role="heading"))
        self.boxes: list[tuple[QCheckBox, Pattern]] = []
        for pattern in PRESETS:
            box = QCheckBox(f"{pattern.name}   {pattern.text}")
            box.clicked.connect(self._toggle)
            self.boxes.append((box, pattern))
            self.column.addWidget(box)
        self.own = Field(
            "pattern", _("Another pattern"), line(placeholder="21IIIIIWWWWWC", most=30),
            hint=_("I item, W weight, A amount, Q count, C check digit, D any digit; a digit stands for itself."),
        )  # fmt: skip
        self.own.editor.returnPressed.connect(self.save)
        self.decimals = Field("decimals", _("Decimals"), choice([(str(n), n) for n in range(4)], 3))
        self.add = QPushButton(_("Add"))
        self.add.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addWidget(self.own, 2)
        row.addWidget(self.decimals)
        row.addWidget(self.add)
        self.column.addLayout(row)

    def _kept(self) -> list[list[Any]]:
        return self.shop.settings.get(KEY, list[list[Any]]())

    def _patterns(self) -> list[Pattern]:
        from shoppos.rules.scale_codes import Pattern

        return [Pattern(str(name), str(text), int(decimals)) for name, text, decimals in self._kept()]

    def look(self) -> None:
        """Which are in use."""
        kept = {(text, decimals) for _name, text, decimals in self._kept()}
        for text, decimals in kept - {(pattern.text, pattern.decimals) for _box, pattern in self.boxes}:
            self._show_own(str(text), int(decimals))
        for box, pattern in self.boxes:
            box.setChecked((pattern.text, pattern.decimals) in kept)
        self._test()

    def _show_own(self, text: str, decimals: int) -> None:
        from shoppos.rules.scale_codes import Pattern

        pattern = Pattern(_("Our own"), text, decimals)
        box = QCheckBox(f"{pattern.name}   {pattern.text}")
        box.clicked.connect(self._toggle)
        self.column.insertWidget(self.column.indexOf(self.boxes[-1][0]) + 1, box)
        self.boxes.append((box, pattern))

    def _toggle(self) -> None:
        chosen = [[p.name, p.text, p.decimals] for box, p in self.boxes if box.isChecked()]
        self.choose(_("labels of scales"), KEY, chosen, list[list[Any]]())
        self._test()

    def save(self) -> None:
        """Add the pattern that was typed."""
        from shoppos.rules.scale_codes import Pattern

        text = self.own.editor.text().strip()
        if not text:
            return
        try:
            pattern = Pattern(_("Our own"), text, int(self.decimals.editor.currentData()))
        except InvalidInput as error:
            self.fail(error)
            return
        kept = [*self._kept(), [pattern.name, pattern.text, pattern.decimals]]
        self.choose(_("labels of scales"), KEY, kept, list[list[Any]]())
        self.own.clear_mistake()
        self.own.editor.clear()
        self.look()

    def _test(self) -> None:
        """What the label says by the patterns in use, else by any that is known."""
        from shoppos.rules.scale_codes import PRESETS, read

        code = self.tester.editor.text().strip()
        if not code:
            self.tester.tell(_("It shows which item and which weight or price the label holds."))
            return
        chosen = self._patterns()
        found = read(code, chosen)
        if found is None:
            fits = [pattern.name for pattern in PRESETS if read(code, [pattern]) is not None]
            said = _("No pattern in use fits.")
            if fits:
                said += " " + _("It would fit: {names}").format(names=", ".join(fits))
            self.tester.tell(said)
            return
        hit = self.shop.catalogue.find_code(found.item)
        name = hit.name if hit else _("no item has this code yet")
        if found.amount is not None:
            what = _("price {amount}").format(amount=rupees(found.amount))
        else:
            what = _("weight or count {quantity}").format(quantity=quantity(found.quantity or 0))
        self.tester.tell(_("✓ Item {code} ({name}), {what}").format(code=found.item, name=name, what=what))

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((self.own,), error)
