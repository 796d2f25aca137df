"""Settings of the screen and of the counter: each is saved as soon as it is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox

from shoppos.base.i18n import LANGUAGES, _
from shoppos.rules import choices
from shoppos.ui.keys import PROFILES, load, printable
from shoppos.ui.style import PERCENTS, THEMES
from shoppos.ui.widgets.form import Field, choice, choose, words
from shoppos.ui.widgets.settings_page import SettingsPage

WHOLE_RUPEE = 100


def caption(key: str) -> str:
    """What a choice of the look is called, in the language in force."""
    names = {
        "language": _("Language"),
        "theme": _("Colours"),
        "font_percent": _("Size of letters"),
        "keymap": _("Keys"),
    }
    return names[key]


class LookPage(SettingsPage):
    """Language, colours, size of letters, keys."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Language and look")

    def build(self) -> None:
        """The choices."""
        themes = {"system": _("As the computer"), "light": _("Light"), "dark": _("Dark")}
        profiles = {
            "shoppos": _("ShopPOS: F9 cash, F10 UPI, F11 card"),
            "vyapar": _("As in Vyapar: F2 quantity, F11 customer"),
        }
        self._add("language", [(name, key) for key, name in LANGUAGES.items()], "en")
        self._add("theme", [(themes[key], key) for key in THEMES], "system")
        self._add("font_percent", [(f"{percent} %", percent) for percent in PERCENTS], 100)
        self._add("keymap", [(profiles[key], key) for key in PROFILES], "shoppos")
        self.all_keys = words("", role="quiet")
        self.column.addWidget(self.all_keys)

    def _add(self, key: str, options: list[tuple[str, object]], usual: Any) -> None:
        box = choice(options, usual)
        field = Field(key, caption(key), box, hint=choices.about(key))
        field.setMaximumWidth(520)
        box.activated.connect(lambda: self._chosen(key, box, usual))
        setattr(self, key, field)
        self.column.addWidget(field)

    def _chosen(self, key: str, box: QComboBox, usual: Any) -> None:
        self.choose(lambda: caption(key), key, box.currentData(), usual)
        self._name_key()
        self.context.restyle()

    def _name_key(self) -> None:
        """The key of the profile in force, as it stands on the keyboard."""
        key = printable(load(self.shop.settings.get("keymap", "shoppos")).shown("keys"))
        self.all_keys.setText(_("{key} shows all keys.").format(key=key))

    def look(self) -> None:
        """What is chosen now."""
        for key, usual in (("language", "en"), ("theme", "system"), ("font_percent", 100), ("keymap", "shoppos")):
            choose(getattr(self, key).editor, self.shop.settings.get(key, usual))
        self._name_key()


class CounterPage(SettingsPage):
    """How the counter sells."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Counter")

    def build(self) -> None:
        """The choices."""
        self.round_off = QCheckBox(_("Round each bill to the whole rupee"))
        self.round_off.clicked.connect(self._round)
        self.sound = QCheckBox(_("Sounds: a beep for a scan, another for a mistake"))
        self.sound.clicked.connect(self._sound)
        policies: list[tuple[str, object]] = [
            (_("Say it in the yellow bar, and sell"), "warn"),
            (_("A manager must allow to sell what is not there"), "manager"),
            (_("Say nothing"), "quiet"),
        ]
        self.policy = Field(
            "stock_policy",
            _("When the stock runs low or out"),
            choice(policies, "warn"),
            hint=choices.about("stock_policy"),
        )
        self.policy.setMaximumWidth(520)
        self.policy.editor.activated.connect(
            lambda: self.choose(self.policy.caption.text(), "stock_policy", self.policy.editor.currentData(), "warn")
        )
        reminders: list[tuple[str, object]] = [
            (_("Never"), ""), (_("Every day"), "daily"), (_("Every week"), "weekly"), (_("Every month"), "monthly"),
        ]  # fmt: skip
        self.reminder = Field(
            "count_reminder",
            _("Remind me to count the stock"),
            choice(reminders, ""),
            hint=choices.about("count_reminder"),
        )
        self.reminder.setMaximumWidth(520)
        self.reminder.editor.activated.connect(self._remind)
        for widget in (self.round_off, self.sound, self.policy, self.reminder):
            self.column.addWidget(widget)

    def look(self) -> None:
        """What is chosen now."""
        self.round_off.setChecked(self.shop.settings.get("round_to", WHOLE_RUPEE) == WHOLE_RUPEE)
        self.sound.setChecked(self.shop.settings.get("sound", True))
        choose(self.policy.editor, self.shop.settings.get("stock_policy", "warn"))
        choose(self.reminder.editor, self.shop.settings.get("count_reminder", ""))

    def _remind(self) -> None:
        self.choose(self.reminder.caption.text(), "count_reminder", self.reminder.editor.currentData(), "")

    def _round(self, on: bool) -> None:
        self.choose(_("rounding"), "round_to", WHOLE_RUPEE if on else 0, WHOLE_RUPEE)

    def _sound(self, on: bool) -> None:
        self.choose(_("sounds"), "sound", on, True)
