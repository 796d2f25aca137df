"""A GSTIN, judged while it is typed: its length, its check digit, and the State it names."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, line

LENGTH = 15


class GstinField(Field[QLineEdit]):
    """`stated` tells the State's code of a right one."""

    stated = Signal(str)

    def __init__(self, caption: str) -> None:
        """Begin empty."""
        super().__init__("gstin", caption, line(placeholder="27AAPFU0939F1ZV", most=20))
        self.editor.textChanged.connect(self._judge)

    def _judge(self, text: str) -> None:
        """Say at once whether it can be one; its first two digits are the State."""
        from shoppos.rules.identifiers import check
        from shoppos.rules.place_of_supply import STATES

        typed = "".join(text.split()).upper()
        if len(typed) < LENGTH:
            self.clear_mistake()
            self.tell(_("{n} more letters and digits").format(n=LENGTH - len(typed)) if typed else "")
            return
        found = check("gstin", typed)
        if found.valid:
            self.clear_mistake()
            self.tell(_("✓ Right. State: {state}").format(state=STATES[typed[:2]]))
            self.stated.emit(typed[:2])
            return
        reasons = {
            "length": _("A GSTIN has 15 letters and digits."),
            "state": _("It begins with no State's number."),
            "check_digit": _("One sign of it is mistyped: compare it with the certificate."),
        }
        self.fail(reasons.get(found.reason or "", _("It is not built like a GSTIN: compare it with the certificate.")))
