"""Settings of the shop itself: who it is, and the words on its bills."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import BILL_LANGUAGES, _
from shoppos.rules import choices
from shoppos.ui.widgets.bill_preview import BillPreview
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.profile_form import ProfileForm
from shoppos.ui.widgets.settings_beside import beside
from shoppos.ui.widgets.settings_logo import LogoRow
from shoppos.ui.widgets.settings_page import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.rules.letterhead import Letterhead


class ShopPage(SettingsPage):
    """Name, place and tax: saved together, because each change is a new letterhead for the bills to come."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("The shop")

    def build(self) -> None:
        """The form and its button."""
        self.form = ProfileForm()
        self.keep = QPushButton(_("Save (Ctrl+S)"))
        self.keep.setProperty("role", "primary")
        self.keep.clicked.connect(self.save)
        self.column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(words(_("Bills already made keep what they said."), role="quiet"), 1)
        row.addWidget(self.keep)
        self.column.addLayout(row)

    def look(self) -> None:
        """The letterhead in force; what is being typed stays."""
        if self.shop.settings.profile() != getattr(self, "_shown", None):
            self._shown = profile = self.shop.settings.profile()
            self.form.fill({name: getattr(profile, name) for name in profile.__slots__})

    def save(self) -> None:
        """Make it the letterhead."""
        self.form.clear_mistakes()
        settings = self.shop.settings
        before = settings.profile()
        values = self.form.values()
        if all(getattr(before, name) == value for name, value in values.items()):
            return
        old = {name: getattr(before, name) for name in values}
        self.attempt(
            _("the shop's name and address"), lambda: settings.set_profile(**values),
            lambda: settings.set_profile(**old),
        )  # fmt: skip
        self.look()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return self.form.fail(error)


class BillTextPage(SettingsPage):
    """What stands at the head and the foot of the bill, and in which language."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("How bills look")

    def build(self) -> None:
        """Footer, terms, language."""
        self.footer = Field(
            "footer", _("Below every bill"), line(most=300), hint=_("For example: Thank you, come again")
        )
        self.terms = Field(
            "terms", _("Terms"), line(most=500), hint=_("For example: Goods once sold are exchanged within 7 days")
        )
        languages: list[tuple[str, object]] = [(_("As the screen"), "")]
        languages += [(name, key) for key, name in BILL_LANGUAGES.items()]
        self.language = Field(
            "bill_language", _("Language of the bill"), choice(languages, ""), hint=choices.about("bill_language")
        )
        for field in (self.footer, self.terms):
            field.editor.editingFinished.connect(self._saver(field))
        self.language.editor.activated.connect(self._choose_language)
        self.preview = BillPreview(self.shop, "80", self._typed_head)
        for field in (self.footer, self.terms):
            field.editor.textChanged.connect(self.preview.draw_soon)
        self.logo = LogoRow(self)
        beside(self, (self.footer, self.terms, self.language, self.logo), self.preview)

    def _typed_head(self) -> tuple[Letterhead, None]:
        """The letterhead with the lines as they are typed; a roll names no bank account."""
        texts = {field.name: " ".join(field.editor.text().split()) for field in (self.footer, self.terms)}
        return replace(self.shop.settings.profile(), **texts), None

    def look(self) -> None:
        """What stands there now."""
        profile = self.shop.settings.profile()
        for field in (self.footer, self.terms):
            if not field.editor.hasFocus() or not field.editor.isModified():
                field.editor.setText(getattr(profile, field.name))
        choose(self.language.editor, self.shop.settings.get("bill_language", ""))
        self.logo.look()
        self.preview.draw_soon()

    def save(self) -> None:
        """Save both lines now."""
        for field in (self.footer, self.terms):
            self._saver(field)()

    def _saver(self, field: Field[QLineEdit]) -> Callable[[], None]:
        def save() -> None:
            settings, text = self.shop.settings, field.editor.text()
            before = getattr(settings.profile(), field.name)
            if " ".join(text.split()) == before:
                return
            self.attempt(
                field.caption.text(), lambda: settings.set_profile(**{field.name: text}),
                lambda: settings.set_profile(**{field.name: before}),
            )  # fmt: skip
            field.editor.setModified(False)

        return save

    def _choose_language(self) -> None:
        self.choose(_("the bill's language"), "bill_language", self.language.editor.currentData(), "")
        self.preview.draw_soon()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return self.logo.fail(error) or show_mistake((self.footer, self.terms), error)
