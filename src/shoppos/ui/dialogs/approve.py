"""A manager's yes, by their PIN, wherever a page or a dialog needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog, QLineEdit

from shoppos.base.errors import NeedsApproval
from shoppos.base.i18n import _
from shoppos.ui.dialogs.ask import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from shoppos.shop import Shop

T = TypeVar("T")


class Yes(Line):
    """Asks for the PIN of who may allow it; a wrong one is said under the line, and one types again."""

    def __init__(self, parent: QWidget, shop: Shop, needed: NeedsApproval) -> None:
        """Ask for that one act."""
        super().__init__(parent, str(needed), _("PIN"), _("Allow it"), _("Leave it"))
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.editor.setMaxLength(8)
        self.tried = lambda pin: shop.staff.approve(needed.act, needed.doc_id, pin)


def permitted(parent: QWidget, shop: Shop, act: Callable[[], T]) -> T:
    """Do it; where somebody else must allow it, once more on their yes. NeedsApproval when nobody gives one."""
    try:
        return act()
    except NeedsApproval as needed:
        if not allowed(parent, shop, needed):
            raise
    return act()


def cancelled_by_pin(shop: Shop, needed: NeedsApproval, number: str, reason: str, pin: str) -> Sequence[str]:
    """Cancel a bill on the yes of who typed that PIN; gives the credit notes that take it back, if any.

    NeedsApproval when that person may not allow it either.
    """
    shop.staff.approve(needed.act, needed.doc_id, pin, reason)
    try:
        return shop.sales.void(number, reason)
    except NeedsApproval as more:  # of an earlier day: the same yes holds for its late return
        shop.staff.approve(more.act, more.doc_id, pin, reason)
        return shop.sales.void(number, reason)


def cancelled_said(numbers: str, notes: Sequence[str]) -> str:
    """That a bill is cancelled, or by which credit notes it is taken back."""
    said = _("Bill {number} is taken back by {notes}.") if notes else _("Bill {number} is cancelled.")
    return said.format(number=numbers, notes=", ".join(notes))


def allowed(parent: QWidget, shop: Shop, needed: NeedsApproval) -> bool:
    """Whether somebody who may has said yes."""
    return Yes(parent, shop, needed).exec() == QDialog.DialogCode.Accepted
