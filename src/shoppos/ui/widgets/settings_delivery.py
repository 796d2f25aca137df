"""What a delivery costs, and the couriers: one charge, free from an amount on, others for some PIN codes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain, rupees
from shoppos.base.text import ascii_digits, clean
from shoppos.rules import delivery
from shoppos.ui.widgets.form import Field, line, show_mistake, words
from shoppos.ui.widgets.settings_page import SettingsPage

KEY = "delivery"
PIN = 6
USUAL: dict[str, Any] = {"charge": 0, "free_from": 0, "pins": {}}


class DeliveryPage(SettingsPage):
    """The shop's rule for orders that are brought; each field is saved when it is left.

    `couriers_wanted` asks for the list of couriers.
    """

    couriers_wanted = Signal()

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Delivery")

    def build(self) -> None:
        """The rule, a line to try it, and the couriers."""
        about = _("An order that is brought is charged this by itself; you can type another charge on each order.")
        self.charge = Field("charge", _("Delivery charge (₹)"), line("0", right=True, most=12))
        self.free_from = Field(
            "free_from", _("Free from goods worth (₹)"), line("0", right=True, most=12), hint=_("0: never free")
        )
        self.pins = Field(
            "pins", _("Other charges by PIN code"), line(most=2000),
            hint=_("For example: 411045 60, 4110 0. The longest beginning that fits counts."),
        )  # fmt: skip
        self.goods = Field("goods", _("Try it: goods worth (₹)"), line("500", right=True, most=12))
        self.pin = Field("pin_code", _("to PIN code"), line(most=6))
        self.said = words("", role="hint")
        self.couriers = QPushButton(_("Couriers …"))
        self.couriers.setAutoDefault(False)
        self.couriers.clicked.connect(self.couriers_wanted)
        self.column.addWidget(words(about, role="quiet"))
        for field in (self.charge, self.free_from, self.pins):
            field.editor.editingFinished.connect(self.save)
            field.editor.textEdited.connect(field.clear_mistake)
        for field in (self.goods, self.pin):
            field.editor.textChanged.connect(self._try)
        for field in (self.charge, self.free_from, self.pins, self.goods, self.pin):
            field.setMaximumWidth(520)
            self.column.addWidget(field)
        self.column.addWidget(self.said)
        self.column.addWidget(words(_("Who carries parcels, and where each is followed:"), role="quiet"))
        self.column.addWidget(self.couriers)

    def look(self) -> None:
        """What is chosen now; what is being typed stays."""
        told = {**USUAL, **self._told()}
        for field, text in (
            (self.charge, plain(told["charge"])), (self.free_from, plain(told["free_from"])),
            (self.pins, said(told["pins"])),
        ):  # fmt: skip
            if not field.editor.isModified():
                field.editor.setText(text)
        self._try()

    def save(self) -> None:
        """Save all of it, if it differs; a mistake stands under its field."""
        try:
            told = {
                "charge": money(self.charge.editor.text(), "charge"),
                "free_from": money(self.free_from.editor.text(), "free_from"), "pins": read(self.pins.editor.text()),
            }  # fmt: skip
        except InvalidInput as error:
            self.fail(error)
            return
        before = self._told()
        if {**USUAL, **before} != told:
            settings = self.shop.settings
            self.attempt(self.title(), lambda: settings.set(KEY, told), lambda: settings.set(KEY, before))
        for field in (self.charge, self.free_from, self.pins):
            field.editor.setModified(False)
        self.look()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((self.charge, self.free_from, self.pins), error)

    def _told(self) -> dict[str, Any]:
        return self.shop.settings.get(KEY, dict[str, Any]())

    def _try(self) -> None:
        """What that delivery would cost by the rule in force."""
        try:
            goods = money(self.goods.editor.text(), "goods")
        except ShopError:
            self.said.setText("")
            return
        cost = delivery.charge(self._told(), goods, ascii_digits(clean(self.pin.editor.text())))
        self.said.setText(_("It is brought for {charge}.").format(charge=rupees(cost)) if cost else _("It is free."))


def money(text: str, field: str) -> int:
    """An amount in paise, nothing for none; InvalidInput names the field."""
    if not text.strip():
        return 0
    try:
        paise = parse_paise(text)
    except InvalidInput as error:
        raise InvalidInput(error.message, error.hint, field) from error
    if paise < 0:
        raise InvalidInput(_("The amount cannot be below 0."), field=field)
    return paise


def read(text: str) -> dict[str, int]:
    """Charges in paise by the beginning of a PIN code, as typed: "411045 60, 4110 0"."""
    found: dict[str, int] = {}
    for part in filter(None, map(clean, text.split(","))):
        begins, _space, amount = part.rpartition(" ")
        digits = ascii_digits(begins).replace(" ", "")
        if not digits.isdigit() or len(digits) > PIN or digits.startswith("0"):
            raise InvalidInput(
                _("{text} is not a PIN code with its charge.").format(text=part[:40]),
                _("Type it like 411045 60, with commas between."),
                "pins",
            )
        found[digits] = money(amount, "pins")
    return found


def said(pins: Any) -> str:
    """The same in words again."""
    every = sorted(pins.items()) if pins else ()
    return ", ".join(f"{begins} {plain(paise).removesuffix('.00')}" for begins, paise in every)
