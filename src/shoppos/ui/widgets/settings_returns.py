"""How long goods may come back, what comes after that, and who may allow it."""

from __future__ import annotations

from typing import Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.rules.returns import DAYS, NEVER
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake
from shoppos.ui.widgets.settings_page import SettingsPage

MOST_DAYS = 3_650
KEY = "returns"


class ReturnsPage(SettingsPage):
    """The shop's window for returns, and the rights that go with it."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Returns")

    def build(self) -> None:
        """The choices; each is saved when it is left or chosen."""
        after: list[tuple[str, object]] = [
            (_("A manager's PIN and a reason"), True), (_("Nothing is taken back any more"), False),
        ]  # fmt: skip
        no_bill: list[tuple[str, object]] = [
            (_("A manager's PIN and a reason"), "manager"), (_("Anybody, with a reason"), "allow"),
            (_("Nothing is taken back"), "refuse"),
        ]  # fmt: skip
        void: list[tuple[str, object]] = [
            (_("Anybody at the till"), "cashier"), (_("With a manager's yes"), "manager"),
        ]  # fmt: skip
        self.days = Field("days", _("Days in which goods may come back"), line(str(DAYS), most=4))
        self.categories = Field(
            "categories", _("Other days for some categories"), line(most=300),
            hint=_("For example: Dairy 1, Inner wear never"),
        )  # fmt: skip
        self.after = Field("approve_after", _("After that"), choice(after, True))
        self.no_bill = Field("no_bill", _("Without the bill"), choice(no_bill, "manager"))
        self.void = Field("void", _("To cancel a bill"), choice(void, "cashier"))
        for field in (self.days, self.categories):
            field.editor.editingFinished.connect(self.save)
            field.editor.textEdited.connect(field.clear_mistake)
        for field in (self.after, self.no_bill):
            field.editor.activated.connect(self.save)
        self.void.editor.activated.connect(self._rights)
        for field in (self.days, self.after, self.categories, self.no_bill, self.void):
            field.setMaximumWidth(520)
            self.column.addWidget(field)

    def look(self) -> None:
        """What is chosen now."""
        told = self._told()
        self.days.editor.setText(str(told.get("days", DAYS)))
        self.categories.editor.setText(said(told.get("categories", {})))
        choose(self.after.editor, told.get("approve_after", True))
        choose(self.no_bill.editor, told.get("no_bill", "manager"))
        choose(self.void.editor, self.shop.settings.get("rights", dict[str, str]()).get("void", "cashier"))

    def save(self) -> None:
        """Save all of it, if it differs; a mistake stands under its field."""
        try:
            told = {
                "days": days(self.days.editor.text(), "days"), "approve_after": self.after.editor.currentData(),
                "no_bill": self.no_bill.editor.currentData(), "categories": read(self.categories.editor.text()),
            }  # fmt: skip
        except InvalidInput as error:
            self.fail(error)
            return
        before = self._told()
        usual = {"days": DAYS, "approve_after": True, "no_bill": "manager", "categories": dict[str, int]()}
        if {**usual, **before} != told:
            settings = self.shop.settings
            self.attempt(self.title(), lambda: settings.set(KEY, told), lambda: settings.set(KEY, before))

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((self.days, self.categories), error)

    def _told(self) -> dict[str, Any]:
        return self.shop.settings.get(KEY, dict[str, Any]())

    def _rights(self) -> None:
        chosen = {**self.shop.settings.get("rights", dict[str, str]()), "void": str(self.void.editor.currentData())}
        self.choose(self.void.caption.text(), "rights", chosen, dict[str, str]())


def days(text: str, field: str) -> int:
    """A number of days; InvalidInput for what is none."""
    asked = ascii_digits(clean(text))
    if not asked.isdigit() or int(asked) > MOST_DAYS:
        raise InvalidInput(_("{text} is not a number of days.").format(text=clean(text, 20) or '""'), field=field)
    return int(asked)


def read(text: str) -> dict[str, int]:
    """Categories with their days, as typed: "Dairy 1, Inner wear never"."""
    found: dict[str, int] = {}
    for part in filter(None, map(clean, text.split(","))):
        name, _space, many = part.rpartition(" ")
        if not name:
            raise InvalidInput(_("{text} needs its days behind it.").format(text=part[:40]), field="categories")
        found[name] = NEVER if many.casefold() in {"never", _("never").casefold()} else days(many, "categories")
    return found


def said(categories: dict[str, int]) -> str:
    """The same in words again."""
    return ", ".join(f"{name} {_('never') if many < 0 else many}" for name, many in categories.items())
