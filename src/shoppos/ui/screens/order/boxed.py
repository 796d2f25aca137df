"""An order that is packed already: another change of its goods opens the box, so it is asked about once and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import Doubtful
from shoppos.base.i18n import _
from shoppos.models.order import PACKED
from shoppos.ui.screens.order.calling import OrderCalling
from shoppos.ui.widgets.order_words import short
from shoppos.ui.widgets.typed import Typed

if TYPE_CHECKING:
    from shoppos.shop.order_view import OrderView


class OrderBox(Typed, OrderCalling):
    """Day, way, address and money leave the box as it is: only goods open it."""

    _sure_of_box = b""

    def _stand(self, view: OrderView) -> None:
        """Whoever comes to an order is asked of its box anew."""
        self._sure_of_box = b""
        super()._stand(view)

    def _ask_of_box(self) -> None:
        """Doubtful once, before the goods of a packed order are changed."""
        view = self.view
        if view is None or view.state != PACKED or self._sure_of_box == view.id:
            return
        self._sure_of_box = view.id
        raise Doubtful(
            _("Order {number} is packed: a change of its goods opens the box again.").format(number=short(view.number)),
            _("If that is meant, do it once more; the order is packed anew then."),
        )

    def _box_said(self, after: OrderView) -> str:
        """That the box stands open now, where the last change has opened it; the next time it is asked anew."""
        before = self.view
        if before is None or before.id != after.id or before.state != PACKED or after.state == PACKED:
            return ""
        self._sure_of_box = b""
        return _("The box of order {number} is open again: pack it anew.").format(number=short(after.number))

    def _box_asked(self, text: str) -> bool:
        """Whether it is asked first if the box may be opened; what was typed stays, and Enter again is the answer."""
        try:
            self._ask_of_box()
        except Doubtful as doubt:
            self.context.sound("refused")
            self._doubt(text, doubt)
            self.sure_of = ""
            return True
        return False
