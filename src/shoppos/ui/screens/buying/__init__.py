"""Buying: what to order of whom, and goods received by scan, quantity and cost without the mouse."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from shoppos.base.errors import Doubtful, InvalidInput, NotFound, ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import parse_paise, rupees
from shoppos.ui.screens.buying.page import LISTS, BuyingPage
from shoppos.ui.widgets.form import typed_day

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from PySide6.QtCore import QModelIndex

    from shoppos.reports.purchases import PurchaseHead
    from shoppos.shop.catalogue import Hit
    from shoppos.shop.receipt import Receipt
    from shoppos.shop.suppliers import SupplierView
    from shoppos.ui.context import Context


class BuyingScreen(BuyingPage):
    """One receipt at a time; it stands in the shop's file from its first letter on."""

    def __init__(self, context: Context) -> None:
        """Build the page and bring back what was being typed."""
        super().__init__(context)
        self.receipt: Receipt = self.shop.buying.draft()
        self.changed: tuple[bytes, ...] = ()
        self._connect()
        self.retranslate()
        self.show_head(self.receipt)
        self._show()

    def _connect(self) -> None:
        for name, button in self.tabs.items():
            button.clicked.connect(partial(self._turn, name))
        for name, button in self.acts.items():
            button.clicked.connect(partial(self._act, name))
        self.left.activated.connect(self._activated)
        self.line.entered.connect(self._entered)
        self.line.more.connect(self._more)
        self.line.moved.connect(self._moved)
        self.line.removed.connect(self._remove)
        self.line.escaped.connect(self._escaped)
        self.line.numbered.connect(self._numbered)
        self.finding.picked.connect(self._picked)
        self.row.ended.connect(self._row_ended)
        self.row.given_up.connect(self._row_given_up)
        self.supplier.editor.activated.connect(self._chosen)
        for field in (self.bill, self.date, self.total):
            field.editor.editingFinished.connect(self._head)
            field.editor.returnPressed.connect(self.line.setFocus)
        self.save.clicked.connect(self._save)
        self.labels.clicked.connect(self._print_labels)

    # -- what a screen is asked

    def enter(self) -> None:
        """Begin where goods are scanned; without a supplier, by choosing one."""
        if self.row.hit is not None:
            self.row.editor("quantity").setFocus()
        else:
            self.line.setFocus()

    def refresh(self, tables: frozenset[str]) -> None:
        """Look again at the lists; what is typed stays."""
        del tables
        with self._telling():
            self.show_lists()
            chosen = self.receipt.supplier_id
            if chosen != self.supplier.editor.currentData():
                self.show_head(self.receipt)

    def begin(self, number: str) -> None:
        """Turn to the list of that name; a bill that was chosen elsewhere has no use here."""
        if number in LISTS:
            self._turn(number)

    def retranslate(self) -> None:
        """Say everything in the language, size and keys in force."""
        super().retranslate()
        if self.context.opened is not None:
            self.show_lists()

    def scanned(self, text: str) -> bool:
        """What is scanned here came from the supplier."""
        if self.row.hit is None or self._row_ended():
            self._entered(text)
        return True

    # -- the receipt

    def _show(self) -> None:
        view = None
        with self._telling():
            view = self.shop.buying.view(self.receipt)
        self.show_receipt(self.receipt, view)

    def _keep(self, receipt: Receipt) -> None:
        """Take over what was typed, on disk at once."""
        if receipt == self.receipt:
            return
        self.shop.buying.keep(receipt)
        self.receipt = receipt
        self._show()

    def _head(self) -> None:
        """Supplier and bill were typed: keep them."""
        with self._telling():
            day, total = self.date.editor.text().strip(), self.total.editor.text().strip()
            try:
                since = typed_day(day) if day else None
            except ValueError:
                self.date.fail(_("Type the day like 31-12-2026."))
                return
            self.date.clear_mistake()
            said: dict[str, Any] = {
                "supplier_id": self.supplier.editor.currentData(), "bill_number": self.bill.editor.text().strip(),
                "bill_date": since, "total": parse_paise(total) if total else None,
            }  # fmt: skip
            if said["supplier_id"] != self.receipt.supplier_id:
                said["order_id"] = None
            self._keep(replace(self.receipt, **said))

    def _entered(self, text: str) -> None:
        from shoppos.rules import receipt_line

        hit = self.finding.current()
        if hit is not None and (self.results.moved or not text.strip()):
            self._picked(hit)
            return
        if not text.strip():
            return
        with self._telling():
            typed = receipt_line.read(text)
            sure = None if hit is None or hit.near else hit
            found = self.shop.catalogue.find_code(typed.code) or sure or self._by_name(typed.code)
            self._ask(found, typed.quantity, typed.free, typed.cost)

    def _more(self, text: str) -> None:
        """Ctrl+Enter: what Enter does, and on an empty line the receipt is saved."""
        if text.strip():
            self._entered(text)
        else:
            self._save()

    def _numbered(self, number: int) -> None:
        self._picked(self.results.at(number))

    def _chosen(self, _at: int) -> None:
        self._head()

    def _activated(self, _index: QModelIndex) -> None:
        self._act("first")

    def _by_name(self, text: str) -> Hit:
        from shoppos.shop.hits import not_called

        hits = self.shop.catalogue.search(text)
        if not hits:
            raise NotFound(
                _("No item has the code {code}.").format(code=text),
                _("Add it on the page of items, then scan it again."),
            )
        if hits[0].near:
            raise not_called(text, hits)
        return hits[0]

    def _picked(self, hit: Hit | None = None) -> None:
        if hit is not None:
            self._ask(hit, None, 0, None)

    def _ask(self, hit: Hit, many: int | None, free: int, cost: int | None) -> None:
        """Ask for what was not typed with the code; nothing missing makes the line at once."""
        tracks = self.shop.keepings.of(hit.product_id).tracks
        self.line.clear()
        self.finding.hide()
        self.row.start(hit, tracks, many=many, free=free, cost=cost)
        if many is not None and cost is not None and not tracks and cost == hit.cost:
            self._row_ended()

    def _row_ended(self) -> bool:
        """Take the line over; False when something in it does not do."""
        from shoppos.shop.receipt import checked_line

        try:
            typed = checked_line(self.row.line())
            self._keep(self.receipt.with_line(typed))
        except InvalidInput as error:
            self.context.sound("refused")
            if not self.row.refuse(error):
                self.told.emit(str(error), "error")
            return False
        except ShopError as error:
            self._refuse(error)
            return False
        self.row.stop()
        self.line.setFocus()
        return True

    def _row_given_up(self) -> None:
        self.row.stop()
        self.line.setFocus()

    def _remove(self) -> None:
        at = self.lines.currentIndex().row()
        at = at if at >= 0 else len(self.receipt.lines) - 1
        if 0 <= at < len(self.receipt.lines):
            with self._telling():
                self._keep(self.receipt.without_line(at))

    def _moved(self, by: int) -> None:
        if self.results.isVisible():
            self.results.step(by)
            return
        row = min(max(self.lines.currentIndex().row() + by, 0), len(self.line_rows.rows) - 1)
        self.lines.selectRow(row)

    def _escaped(self) -> None:
        if self.line.text() or self.results.isVisible():
            self.line.clear()
            self.finding.hide()
        else:
            self.leave.emit()

    # -- saving

    def _save(self) -> None:
        """Save what came; what is doubtful is asked once."""
        self._head()
        if self.row.hit is not None and not self._row_ended():
            return
        with self._telling():
            done = self._sure(_("Save it"), lambda sure: self.shop.buying.receive(self.receipt, sure=sure))
            if done is None:
                return
            self.receipt = self.shop.buying.draft()
            self.show_head(self.receipt)
            self._show()
            self.show_lists()
            self.changed = done.labels
            n = len(done.labels)
            self.labels.setText(ngettext("Print {n} label", "Print {n} labels", n).format(n=n))
            self.labels.setVisible(bool(n))
            said = _("Received as {number}: {total}.").format(number=done.number, total=rupees(done.total))
            if n:
                said += " " + _("Prices changed: print the shelf labels now.")
                self.labels.setFocus()
            else:
                self.line.setFocus()
            self.told.emit(said, "good")

    def _sure(self, yes: str, act: Callable[[bool], Any]) -> Any:
        """Do it, asking once where the shop doubts; None when one would rather look again."""
        from shoppos.ui.dialogs.ask import ask

        try:
            return act(False)
        except Doubtful as doubt:
            if ask(self, str(doubt), yes, _("Look again"), careful=True):
                return act(True)
        return None

    def _print_labels(self) -> None:
        """Offer the labels of what has another price now."""
        from shoppos.ui.dialogs.shelf_labels import ShelfLabelsDialog

        hits = [hit for product in self.changed if (hit := self.shop.catalogue.find_id(product)) is not None]
        dialog = ShelfLabelsDialog(self.context, hits, self)
        if dialog.exec():
            self.context.wake_printer()
            self.changed = ()
            self.labels.hide()
        self.line.setFocus()

    # -- the lists

    def _turn(self, name: str) -> None:
        self.shown = name
        with self._telling():
            self.show_lists()
        self.left.setFocus()

    def _act(self, which: str) -> None:
        thing = self.left_rows.thing(self.left.currentIndex().row())
        if self.shown != "suppliers" and thing is None:
            return
        if not self.acts[which].text():
            return
        acts: dict[tuple[str, str], Callable[[Any], None]] = {
            ("reorder", "first"): self._order, ("orders", "first"): self._receive_order,
            ("orders", "second"): self._print_order, ("orders", "third"): self._message,
            ("suppliers", "first"): self._new_supplier, ("suppliers", "second"): self._card,
            ("suppliers", "third"): self._pay, ("received", "first"): self._send_back,
        }  # fmt: skip
        with self._telling():
            acts[self.shown, which](thing)
            self.show_lists()

    def _order(self, one: Any) -> None:
        if one.supplier_id is None:
            raise InvalidInput(
                _("Nobody knows who supplies {name}.").format(name=one.name),
                _("Receive it once from a supplier, or name one on its card."),
            )
        order = self.shop.reorder.order(one.supplier_id)
        self.shown = "orders"
        self.told.emit(
            _("Order {number} is drafted. Print it, or send it as a message.").format(number=order.number), "good"
        )

    def _receive_order(self, one: Any) -> None:
        if self.receipt.lines:
            raise InvalidInput(_("Goods are being received already."), _("Save them first, or take their lines out."))
        self._keep(self.shop.buying.from_order(one.number))
        self.show_head(self.receipt)
        self.line.setFocus()

    def _print_order(self, one: Any) -> None:
        """On the printer that holds sheets; without one it is shown, to be printed or kept as a PDF from there."""
        from shoppos.printing.printers import fleet

        order = self.shop.purchase_orders.send(one.number)
        self.context.wake_printer()
        if fleet(self.shop.db).route("purchase_order") is None:
            from shoppos.ui.dialogs.paper import PaperDialog
            from shoppos.ui.widgets.picture import Subject

            PaperDialog(self.context, Subject("purchase_order", order.id, name=one.number), self, "A4").exec()
            return
        self.told.emit(_("Order {number} is being printed.").format(number=one.number), "good")

    def _message(self, one: Any) -> None:
        from shoppos.base.i18n import language
        from shoppos.reports import purchase_paper

        self.shop.purchase_orders.send(one.number, paper=False)
        paper = purchase_paper.order(self.shop.db, one.number)
        QApplication.clipboard().setText(purchase_paper.message(paper, language()))
        self.told.emit(_("The message is copied. Paste it into WhatsApp or a mail."), "good")

    def _new_supplier(self, _one: Any) -> None:
        self._with_form(None)

    def _card(self, one: SupplierView | None) -> None:
        if one is not None:
            self._with_form(one)

    def _with_form(self, known: SupplierView | None) -> None:
        from shoppos.ui.dialogs.supplier import SupplierForm

        form = SupplierForm(self.shop, self, known)
        if form.exec() and form.saved is not None and known is None:
            self._keep(replace(self.receipt, supplier_id=self.receipt.supplier_id or form.saved.id))
        self.show_head(self.receipt)

    def _pay(self, one: SupplierView | None) -> None:
        from shoppos.ui.dialogs.supplier import PayForm

        if one is not None:
            form = PayForm(self.shop, self, one)
            if form.exec() and form.saved is not None:
                if form.in_cash:
                    self.context.open_drawer()
                said = _("{name} is owed {amount} now.")
                self.told.emit(said.format(name=one.name, amount=rupees(form.saved.owed)), "good")

    def _send_back(self, one: PurchaseHead) -> None:
        """Goods of a purchase go back to its supplier, who is owed that much less."""
        from shoppos.ui.dialogs.send_back import SendBack

        form = SendBack(self.shop, self, one.number if one.kind == "received" else one.against)
        if form.exec() and form.sent is not None:
            self.context.wake_printer()
            said = _("Sent back as {number}: {name} is owed {amount} less.")
            self.told.emit(
                said.format(number=form.sent.number, name=one.supplier, amount=rupees(form.sent.total)), "good"
            )

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Whatever the shop refuses inside is said in the window's bar; nothing typed is lost."""
        try:
            yield
        except ShopError as error:
            self._refuse(error)

    def _refuse(self, error: ShopError) -> None:
        self.context.sound("refused")
        self.told.emit(str(error), "error")
