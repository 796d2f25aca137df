"""Pages of plain choices: each asked in a few words, explained in one sentence, saved when it is left or chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QComboBox, QLineEdit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.base.money import rupees
from shoppos.rules import choices
from shoppos.rules.choices import Form
from shoppos.rules.expenses import CATEGORIES
from shoppos.ui.widgets.form import Field, choice, choose, line, words
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable

WIDE = 520
MOST = 2_000


def caption(key: str) -> str:
    """What a choice is called."""
    return {
        "report_language": _("Language of the owner's report"),
        "remind_after": _("Remind of dues after days"),
        "remind_again": _("Days until the next reminder"),
        "day_start": _("The day begins at the hour"),
        "small_sales": _("Small sales"),
        "shift_blind": _("The drawer is counted blind"),
        "expense_categories": _("What expenses are for"),
        "gst_turnover": _("Turnover of last year (₹)"),
        "eway_limit": _("E-way bill inside the State above (₹)"),
        "estimate_days": _("An estimate holds for days"),
        "lead_days": _("Goods come after days"),
        "cover_days": _("Buy for days"),
        "board_days": _("Delivered orders stay on the board for days"),
        "order_double_hours": _("Ask about the same order within hours"),
        "web_every": _("Look at web shops every … seconds"),
    }[key]


def options(key: str) -> list[tuple[str, object]]:
    """What can be chosen from, in words, with what it stands for."""
    if key == "small_sales":
        return [(_("Each gets a bill with its number"), "number"), (_("Tokens, and one invoice a day"), "consolidate")]
    if key == "report_language":
        return [(_("As the screen"), ""), *((name, code) for code, name in BILL_LANGUAGES.items())]
    return [(_("Yes"), True), (_("No"), False)]


class PlainPage(SettingsPage):
    """A page of the choices KEYS."""

    KEYS: ClassVar[tuple[str, ...]] = ()

    def build(self) -> None:
        """A field for each choice, its sentence below it."""
        self.fields: dict[str, Field[Any]] = {}
        for key in self.KEYS:
            self.fields[key] = field = self._field(key)
            field.setMaximumWidth(WIDE)
            self.column.addWidget(field)

    def look(self) -> None:
        """What is chosen now; what is being typed stays."""
        for key, field in self.fields.items():
            value = self.shop.settings.get(key, choices.choice(key).usual)
            if isinstance(field.editor, QComboBox):
                choose(field.editor, value)
            elif not (field.editor.hasFocus() and field.editor.isModified()):
                field.editor.setText(choices.said(key, value))
                field.editor.setModified(False)

    def save(self) -> None:
        """Save every line that was typed in."""
        for key, field in self.fields.items():
            if isinstance(field.editor, QLineEdit):
                self._typed(key)

    def fail(self, error: InvalidInput) -> bool:
        """Under its field, which keeps what was typed and leaves the keyboard alone."""
        field = self.fields.get(error.field or "")
        if field is None:
            return False
        field.fail(str(error))
        return True

    def _field(self, key: str) -> Field[Any]:
        one = choices.choice(key)
        if one.form in {Form.ONE, Form.YES}:
            box = choice(options(key), one.usual)
            box.activated.connect(lambda: self._chosen(key, box.currentData()))
            return Field(key, caption(key), box, hint=choices.about(key))
        editor = line(most=MOST, right=one.form != Form.NAMES)
        if key == "expense_categories":
            editor.setPlaceholderText(", ".join(CATEGORIES))
        field = Field(key, caption(key), editor, hint=choices.about(key))
        editor.editingFinished.connect(lambda: self._typed(key))
        editor.textEdited.connect(field.clear_mistake)
        return field

    def _chosen(self, key: str, value: Any) -> None:
        """Save what was chosen; what was refused is not shown as if it were."""
        self.choose(caption(key), key, value, choices.choice(key).usual)
        self.look()

    def _typed(self, key: str) -> None:
        """Save a line; a mistake stands under it."""
        field = self.fields[key]
        if not field.editor.isModified():
            return
        try:
            value = choices.read(key, field.editor.text())
        except InvalidInput as error:
            self.fail(error)
            return
        settings = self.shop.settings
        before = settings.get(key, choices.choice(key).usual)
        field.editor.setModified(False)
        if value == before or self.attempt(caption(key), self._act(key, value), lambda: settings.set(key, before)):
            field.clear_mistake()
            self.look()
        else:
            field.editor.setModified(True)

    def _act(self, key: str, value: Any) -> Callable[[], object]:
        if key == "expense_categories" and value:
            return lambda: self.shop.expenses.set_categories(value)
        return lambda: self.shop.settings.set(key, value)


class DayPage(PlainPage):
    """When a business day begins, and how it is closed."""

    KEYS = ("small_sales", "shift_blind", "expense_categories", "day_start")

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("The day")

    def fail(self, error: InvalidInput) -> bool:
        """Under its field; the expenses' own refusals speak of a category."""
        if error.field == "category":
            error = InvalidInput(error.message, error.hint, "expense_categories")
        return super().fail(error)


class TaxPage(PlainPage):
    """What the law asks of the shop by its scheme and its turnover."""

    KEYS = ("gst_turnover", "eway_limit")

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Taxes")

    def build(self) -> None:
        """The scheme as it stands, the turnover, and what follows from it."""
        self.scheme, self.follows = words(""), words("", role="quiet")
        self.column.addWidget(self.scheme)
        super().build()
        self.column.addWidget(self.follows)
        rates = _("Each item has its own GST rate and HSN: on the page Items.")
        self.column.addWidget(words(rates, role="quiet"))

    def look(self) -> None:
        """What is chosen now, and what the law makes of it."""
        from shoppos.rules import gst_thresholds

        super().look()
        profile = self.shop.settings.profile()
        schemes = {
            "unregistered": _("Not registered (no GST)"), "composition": _("Composition (no GST)"),
            "regular": _("Regular (with GST)"),
        }  # fmt: skip
        change = _("Change it on the page The shop.")
        self.scheme.setText(f"{_('How the shop pays GST')}: {schemes.get(profile.scheme, '')}. {change}")
        digits = _("With this turnover an HSN has {digits} digits.")
        e_way = _("Goods worth more than {amount} that leave the State need an e-way bill.")
        told = gst_thresholds.hsn_digits(self.shop.settings.get("gst_turnover", 0))
        self.follows.setText(f"{digits.format(digits=told)} {e_way.format(amount=rupees(gst_thresholds.E_WAY))}")


class PromisesPage(PlainPage):
    """How long what was promised holds, and when is asked again."""

    KEYS = ("estimate_days", "lead_days", "order_double_hours", "board_days", "web_every")

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Estimates and orders")


class RemindersPage(PlainPage):
    """When customers and the owner are told, and for how long is bought."""

    KEYS = ("remind_after", "remind_again", "cover_days", "report_language")

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Reminders and buying")
