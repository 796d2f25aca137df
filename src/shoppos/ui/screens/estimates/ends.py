"""What becomes of an estimate: promised, on paper, in a message, a bill, an order, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from shoppos.base.clock import day_of
from shoppos.base.errors import Doubtful, InvalidInput, Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.money import rupees
from shoppos.base.saving import save
from shoppos.ui.job import Job
from shoppos.ui.screens.estimates.goods import EstimateGoodsPage
from shoppos.ui.widgets.form import typed_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.reports.estimates import Quote

TODAY, PROMISED = "today", "promised"


class EstimateEndsPage(EstimateGoodsPage):
    """From the last line to the customer's answer."""

    _job: Job | None = None
    _handing = ""

    def chosen_id(self) -> bytes:
        """The estimate that is meant; refused while none is marked."""
        found = self.estimate_id
        if found is None:
            raise Refused(_("No estimate is marked."), _("Begin a new one."))
        return found

    def quote(self) -> Quote:
        """The estimate that is meant, as its paper says it."""
        from shoppos.reports.estimates import load_by_id

        return load_by_id(self.shop.db, self.chosen_id())

    # -- promising

    def ask_until(self) -> None:
        """Until when the prices hold; for one that is new, with its number and its paper."""
        view = self.one()
        if not view.sale.lines:
            raise Refused(_("There is nothing on this estimate yet."), _("Type what the customer asks for."))

        def keep(texts: list[str]) -> None:
            try:
                until = typed_day(texts[0])
            except ValueError as wrong:
                raise InvalidInput(_("That is not a day."), _("For example 28-11-2026."), "valid_until") from wrong
            self._promise(view.id, until, new=not view.number)

        asked = _("Until which day do these prices hold? {amount} together.")
        button = _("Enter  Promise and print") if self._has_printer() else _("Enter  Promise it")
        button = _("Enter  Change the day") if view.number else button
        self.question(
            asked.format(amount=rupees(view.sale.payable)), (_("Valid until"),), button, keep,
            (f"{day_of(view.valid_until):%d-%m-%Y}",),
        )  # fmt: skip
        self.ask.fields[0].selectAll()

    def _promise(self, estimate_id: bytes, until: int, *, new: bool) -> None:
        printed = new and self._has_printer()
        self.view = self.shop.estimates.keep(estimate_id, until, paper=printed)
        self.context.sound("done")
        if printed:
            self.context.wake_printer()
        said = _("Estimate {number} is promised until {day}: {amount}.") if new else _("It is valid until {day} now.")
        told = said.format(
            number=self.view.number, day=f"{day_of(until):%d-%m-%Y}", amount=rupees(self.view.sale.payable)
        )
        self.show_now(self.lines.chosen(), message=told)

    def _has_printer(self) -> bool:
        from shoppos.printing.printers import printer_for

        return printer_for(self.shop.db, "", "estimate") is not None

    # -- paper and message

    def print_it(self) -> None:
        """Owe its paper once more."""
        quote = self.quote()
        if not self._has_printer():
            raise Unavailable(_("No printer is set up yet."), _("Choose one in the settings, or save it as a PDF."))
        self.shop.estimates.print(self.chosen_id())
        self.context.wake_printer()
        self.bar.tell(_("Estimate {number} goes to the printer.").format(number=quote.number), "good")

    def look(self) -> None:
        """A picture of the paper."""
        from shoppos.ui.dialogs.paper import PaperDialog
        from shoppos.ui.widgets.picture import Subject

        name = _("Estimate {number}").format(number=self.quote().number)
        dialog = PaperDialog(self.context, Subject("estimate", self.chosen_id(), name=name), self.window())
        dialog.exec()
        dialog.deleteLater()

    def send(self) -> None:
        """The words for the customer, to copy or to take into a WhatsApp chat."""
        from shoppos.reports.estimates import link, message
        from shoppos.ui.dialogs.message_text import MessageDialog
        from shoppos.ui.widgets.picture import tongue

        quote = self.quote()
        text = message(quote, tongue(self.shop))
        sentence = _("Estimate {number} as a message").format(number=quote.number)
        dialog = MessageDialog(self, sentence, text, link(quote, text), _("Done"))
        dialog.exec()
        dialog.deleteLater()

    def save_pdf(self, path: str = "") -> None:
        """Write its sheet to a file, beside the window."""
        quote = self.quote()
        if self._job is not None and self._job.running:
            return
        named = path
        if not named:
            usual = f"{quote.number.replace('/', '-')}.pdf"
            named, _kind = QFileDialog.getSaveFileName(self, _("Save the estimate"), usual, "PDF (*.pdf)")
        if not named:
            return
        target = Path(named) if Path(named).suffix else Path(named).with_suffix(".pdf")
        self._job = Job(self.shop.db, self._writing(target), self)
        self._job.finished.connect(self._saved)
        self._job.refused.connect(self.bar.refuse)
        self._job.start()

    def _writing(self, target: Path) -> Callable[..., Path]:
        from shoppos.ui.widgets.picture import Subject, page_of, tongue

        shop, subject, words = self.shop, Subject("estimate", self.chosen_id()), tongue(self.shop)

        def work(_progress: Any, _stop: Any) -> Path:
            from shoppos.printing.languages import encode

            content = encode(page_of(shop, subject, "A4", words), "pdf")
            return save(target, content)

        return work

    def _saved(self, path: Path) -> None:
        self.bar.tell(_("The estimate is in {file}.").format(file=path), "good")

    # -- how it ends

    def sell(self, prices: str = "") -> None:
        """Put it on the counter's screen, where it is paid like any bill."""
        estimate_id = self.chosen_id()
        try:
            view = self.shop.estimates.to_sale(estimate_id, prices=prices)
        except Doubtful as doubt:
            self._ask_prices(doubt, self.sell)
            return
        number = self.shop.estimates.view(estimate_id).number
        self.view = None
        self.leave.emit()
        said = _("Estimate {number} stands here: {amount}. Take the money.") if number else _("{amount} stand here.")
        self.told.emit(said.format(number=number, amount=rupees(view.payable)), "good")

    def order(self, prices: str = "", phone: str = "", name: str = "") -> None:
        """Take an order for it: the page of orders goes on with it."""
        estimate_id = self.chosen_id()
        try:
            taken = self.shop.estimates.to_order(estimate_id, prices=prices, phone=phone, name=name)
        except Doubtful as doubt:
            self._ask_prices(doubt, lambda chosen: self.order(chosen, phone, name))
            return
        except InvalidInput as whose:
            if whose.field != "phone" or phone or name:
                raise
            self._ask_whose(prices)
            return
        self.view = None
        self._handing = self.shop.orders.view(taken).number
        self.wanted.emit("order")
        self._handing = ""

    def _ask_prices(self, doubt: Doubtful, again: Callable[[str], None]) -> None:
        """Which price the customer pays of what has lapsed; Enter takes today's."""
        chosen: list[str] = []

        def answer(_texts: list[str]) -> None:
            chosen.append(self.ask.way)

        def left() -> None:
            self.question_left()
            if chosen:
                with self._telling():
                    again(chosen[0])

        self.context.sound("refused")
        self.line.setEnabled(False)
        ways = ((TODAY, _("Enter  Today's prices")), (PROMISED, _("Tab  As promised")))
        self.ask.ask(str(doubt), (), "", answer, left, ways=ways)
        self.ask.ways[TODAY].setFocus()

    def _ask_whose(self, prices: str) -> None:
        """An order is somebody's: their number, and a name if it is new."""
        said: list[list[str]] = []

        def answer(texts: list[str]) -> None:
            if not any(text.strip() for text in texts):
                raise InvalidInput(_("Whose order is it?"), _("Type the phone number or a name."), "phone")
            said.append(texts)

        def left() -> None:
            self.question_left()
            if said:
                with self._telling():
                    self.order(prices, said[0][0].strip(), said[0][1].strip())

        self.line.setEnabled(False)
        self.ask.ask(
            _("Whose order is it?"), (_("Phone"), _("Name")), _("Enter  Take the order"), answer, left
        )  # fmt: skip

    def give_up(self) -> None:
        """Nothing came of it; one that was promised wants to know why."""
        view = self.shop.estimates.view(self.chosen_id())

        def end(texts: list[str]) -> None:
            self.shop.estimates.give_up(view.id, texts[0] if texts else "")
            self.view = None
            said = _("Estimate {number} is given up.") if view.number else _("The estimate is given up.")
            self.show_now(message=said.format(number=view.number))

        names = (_("Reason"),) if view.number else ()
        asked = _("Give up this estimate of {amount}? What for?") if view.number else _("Give up this estimate?")
        self.question(asked.format(amount=rupees(view.sale.payable)), names, _("Enter  Give it up"), end)

    def in_hand(self) -> str:
        """The order that is handed to the page of orders."""
        return self._handing
