"""On which terms somebody buys, what the shop remembers of them, and which messages they allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from shoppos.base.errors import InvalidInput, ShopError
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain
from shoppos.ui.dialogs.ask import Question
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import EnterGoesOn, Field, choice, line, show_mistake, words

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.shop.customers import CustomerView

WIDE = 640
PURPOSES = ("offers", "reminders", "greetings")


class CustomerTermsDialog(Question):
    """Limit, price list, birthday, tags, likes, note; and for which messages by WhatsApp they said yes."""

    def __init__(self, shop: Shop, customer: CustomerView, parent: QWidget) -> None:
        """Show what is agreed with `customer`."""
        said = _("What is agreed with {name}").format(name=customer.name or customer.phone)
        super().__init__(parent, said, _("Save"), _("Back (Esc)"))
        self.shop, self.customer = shop, customer
        now = shop.customers.terms(customer.id)
        born = f"{now.birthday[3:]}/{now.birthday[:2]}" if now.birthday else ""
        limit = "" if now.credit_limit is None else plain(now.credit_limit)
        lists: list[tuple[str, object]] = [(_("None"), None)]
        lists += [(row[1], row[0]) for row in shop.customers.price_lists()]
        self.limit = Field(
            "credit_limit", _("Credit limit"), line(limit, most=20), hint=_("Empty: the shop's; 0: no credit")
        )
        self.list = Field("list_id", _("Price list"), choice(lists, now.list_id))
        self.birthday = Field("birthday", _("Birthday (day/month)"), line(born, most=10))
        self.tags = Field("tags", _("Tags, with commas between"), line(", ".join(now.tags), most=120))
        self.likes = Field("likes", _("Likes"), line(now.likes, most=300))
        self.note = Field("note", _("Note, for the shop alone"), line(now.note, most=300))
        self.fields: list[Field[Any]] = [self.limit, self.list, self.birthday, self.tags, self.likes, self.note]
        grid = QGridLayout()
        for at, field in enumerate(self.fields):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setHorizontalSpacing(scaled(16))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setMinimumWidth(scaled(WIDE))
        holder = QWidget()
        holder.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self.column.insertWidget(1, holder)
        self.column.insertWidget(2, self._allowed())
        EnterGoesOn(self, [field.editor for field in self.fields]).ended.connect(self.accept)
        for field in (self.tags, self.likes, self.note):
            field.editor.setCursorPosition(0)  # a long one shows its beginning
        self.limit.editor.setFocus()

    def _allowed(self) -> QWidget:
        """One box a purpose: taken away as easily as given."""
        said = {"offers": _("Offers"), "reminders": _("Dues"), "greetings": _("Greetings")}
        self.allowed = {purpose: QCheckBox(said[purpose]) for purpose in PURPOSES}
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words(_("They said yes to messages by WhatsApp about:"), role="caption"), 1)
        for purpose, box in self.allowed.items():
            box.setChecked(self.shop.privacy.allows(self.customer.id, "whatsapp", purpose))
            row.addWidget(box)
        return holder

    def accept(self) -> None:
        """Save, or say under the field what is wrong."""
        for field in self.fields:
            field.clear_mistake()
        try:
            self._save()
        except InvalidInput as error:
            if not show_mistake(self.fields, error):
                self.limit.fail(str(error))
            return
        except ShopError as error:
            self.limit.fail(str(error))
            return
        super().accept()

    def _save(self) -> None:
        limit = self.limit.editor.text().strip()
        try:
            paise = parse_paise(limit) if limit else None
        except InvalidInput as error:
            raise InvalidInput(error.message, error.hint, "credit_limit") from error
        self.shop.customers.set_terms(
            self.customer.id, credit_limit=paise, list_id=self.list.editor.currentData(),
            birthday=self.birthday.editor.text(), tags=tuple(self.tags.editor.text().split(",")),
            likes=self.likes.editor.text(), note=self.note.editor.text(),
        )  # fmt: skip
        for purpose, box in self.allowed.items():
            if box.isChecked() != self.shop.privacy.allows(self.customer.id, "whatsapp", purpose):
                self.shop.privacy.consent(self.customer.id, "whatsapp", purpose, given=box.isChecked())
