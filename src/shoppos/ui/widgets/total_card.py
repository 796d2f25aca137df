"""What is to pay, in the largest figures of the screen; after a sale, the change, until the next one begins."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import quantity, rupees
from shoppos.rules.methods import label
from shoppos.ui import style
from shoppos.ui.widgets.labels import Card, Figure, Words

if TYPE_CHECKING:
    from shoppos.shop.billing import Done
    from shoppos.shop.credit_notes import Returned
    from shoppos.shop.sale_view import SaleView

FIGURE_POINTS = 44


class TotalCard(Card):
    """The green card: to pay, and what it is made of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin at nothing to pay."""
        super().__init__("total", parent)
        self.keeps = False
        self.heading = Words()
        self.figure = Figure(FIGURE_POINTS)
        self.figure.setAccessibleName("to pay")
        self.about = Words()
        self.about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.scaled(14), style.scaled(10), style.scaled(14), style.scaled(10))
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.figure, 1)
        column.addWidget(self.about)
        self.resize_to_font()
        self._say(_("To pay"), rupees(0), _("Nothing rung up yet"))

    def resize_to_font(self) -> None:
        """Fit the font size in force."""
        self.heading.setFont(style.font(style.BASE_POINTS + 2))
        self.about.setFont(style.font(style.BASE_POINTS - 0.5))
        self.figure.fit()

    def fit(self, height: int) -> None:
        """Take less room on a window that is `height` pixels high."""
        self.setFixedHeight(min(style.scaled(156), max(height * 22 // 100, 110)))
        self.about.setVisible(height >= style.scaled(480))

    def show_sale(self, view: "SaleView") -> None:
        """Show an open sale; an empty one leaves the last change in sight."""
        if not view.lines and self.keeps:
            return
        self.keeps = False
        if not view.lines:
            self._say(_("To pay"), rupees(0), _("Nothing rung up yet"))
            return
        parts = [
            ngettext("{n} item", "{n} items", view.items).format(n=view.items),
            _("{n} qty").format(n=quantity(view.quantity)),
        ]
        if not view.gst_free:
            parts.append(_("GST {tax}").format(tax=rupees(view.tax)))
        if view.discount:
            parts.append(_("bill discount {amount}").format(amount=rupees(view.discount)))
        if view.saved:
            parts.append(_("you save {amount}").format(amount=rupees(view.saved)))
        self._say(_("To pay"), rupees(view.payable), " · ".join(parts))

    def show_rest(self, rest: int, about: str) -> None:
        """Show what is still to pay while several payments are taken, in paise."""
        self._say(_("Still to pay"), rupees(rest), about)

    def forget(self) -> None:
        """The change need not be shown any more."""
        self.keeps = False

    def show_done(self, done: "Done", *, claimed: bool) -> None:
        """Show the change of the sale just done, or what of it is not in hand yet, until the next one begins.

        `claimed`: a UPI payment has no UTR yet, and only the bank's list will tell whether it came.
        """
        self.keeps = True
        bill = _("Bill {number} · {payable}").format(number=", ".join(done.numbers), payable=rupees(done.payable))
        if done.change:
            given = _("{tendered} given").format(tendered=rupees(done.tendered))
            self._say(_("Change to give"), rupees(done.change), f"{bill} · {given}")
        elif done.due:
            self._say(_("Still owed"), rupees(done.due), bill)
        elif claimed:
            self._say(_("UPI to check"), rupees(done.payable), bill)
        else:
            self._say(_("Paid"), "✓", bill)

    def show_returned(self, made: "Returned", way: str) -> None:
        """Show what to hand over after a return, or to take for an exchange, until the next sale begins.

        `way` is how money was taken; the numbers of the papers stand below.
        """
        self.keeps = True
        note = _("Credit note {number} · {payable}").format(
            number=", ".join(made.numbers), payable=rupees(made.payable)
        )
        back = [(key, paise) for key, paise in made.ways if key != "exchange" and paise]
        papers, take, change = [note], 0, 0
        if made.bill is not None:
            papers.append(_("new bill {number}").format(number=", ".join(made.bill.numbers)))
            take, change = made.bill.payable - dict(made.ways).get("exchange", 0), made.bill.change
        if change:
            papers.append(_("{tendered} given").format(tendered=rupees(take + change)))
            self._say(_("Change to give"), rupees(change), " · ".join(papers))
        elif take:
            self._say(_("Take: {method}").format(method=label(way)), rupees(take), " · ".join(papers))
        elif back:
            ways = label(back[0][0]) if len(back) == 1 else _("see below")
            if len(back) > 1:
                papers[:0] = [f"{label(key)} {rupees(paise)}" for key, paise in back]
            said = _("Give back: {method}").format(method=ways)
            self._say(said, rupees(sum(paise for _key, paise in back)), " · ".join(papers))
        else:
            self._say(_("Exchanged"), "✓", " · ".join(papers))

    def _say(self, heading: str, figure: str, about: str) -> None:
        self.heading.setText(heading)
        self.figure.setText(figure)
        self.about.setText(about)
