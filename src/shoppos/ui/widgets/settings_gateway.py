"""The payment gateway: its keys, whether the counter's UPI codes come from it, and a try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QPushButton

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.ui.widgets.form import Field, line, show_mistake, words
from shoppos.ui.widgets.settings_online import WIDE, OnlinePage, secret

if TYPE_CHECKING:
    from shoppos.ui.job import Stopped

KEY = "gateway"


class GatewayPage(OnlinePage):
    """Keys of Razorpay; once kept they are never shown again."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Payment gateway")

    def build(self) -> None:
        """Keys, the choice for the counter, acts."""
        about = _(
            "With a Razorpay account the UPI code of an order is Razorpay's, and its payment is seen and written down "
            "by itself. Without one the code is your own, and you look at the bank."
        )
        self.state = words("", role="caption")
        self.key_id = Field("key_id", _("Key id"), line(placeholder="rzp_live_…", most=60))
        self.key_secret = Field("key_secret", _("Key secret"), secret(line(most=120)))
        self.counter = QCheckBox(_("UPI codes of the counter, too"))
        self.column.addWidget(words(about, role="quiet"))
        self.column.addWidget(self.state)
        self.fields = (self.key_id, self.key_secret)
        for field in self.fields:
            field.setMaximumWidth(WIDE)
            field.editor.textEdited.connect(field.clear_mistake)
            self.column.addWidget(field)
        self.key_secret.tell(_("Razorpay's dashboard shows both once, under Account & Settings, API Keys."))
        self.column.addWidget(self.counter)
        self.column.addWidget(
            words(_("If Razorpay does not answer within 3 seconds, the code is your own: nobody waits."), role="hint")
        )
        self.keep, self.test = QPushButton(_("Keep (Ctrl+S)")), QPushButton(_("Try it (Ctrl+T)"))
        self.gone = QPushButton(_("Forget the keys"))
        self.foot(self.keep, self.test, self.gone)
        for button, act in ((self.keep, self.save), (self.test, self.ask), (self.gone, self.forget)):
            button.clicked.connect(act)
        self.counter.clicked.connect(self._choose)
        QShortcut(QKeySequence("Ctrl+T"), self, self.ask)

    def look(self) -> None:
        """What is chosen now; keys are looked for when the page is seen."""
        told = self._told()
        self.counter.setChecked(bool(told.get("counter")))
        account = str(told.get("account", ""))
        self.state.setText(
            _("Razorpay is set up: {account}").format(account=account) if account else _("None is set up.")
        )
        self.counter.setEnabled(bool(account))
        self.gone.setEnabled(bool(account))
        for field in self.fields:
            field.editor.setPlaceholderText(_("kept; type another to change it") if account else "")

    def seen(self) -> None:
        """Say where secrets are kept, if others could read them there."""
        if self.job is None and self._told().get("account"):
            secrets = self.shop.messages.secrets
            self.work(_("Looking …"), lambda _stop: secrets.warning, self._warned, quiet=True)

    def _warned(self, warning: str) -> None:
        self.warning.setText(warning)

    def _told(self) -> dict[str, Any]:
        return self.shop.settings.get(KEY, dict[str, Any]())

    def _choose(self, on: bool) -> None:
        self.choose(self.title(), KEY, {**self._told(), "counter": on}, dict[str, Any]())

    # -- acts

    def save(self) -> None:
        """Keep the keys that were typed."""
        key_id, key_secret = (field.editor.text().strip() for field in self.fields)
        for text, field in ((key_id, "key_id"), (key_secret, "key_secret")):
            if not text:
                self.fail(InvalidInput(_("Type both, the key id and its secret."), field=field))
                return
        settings, secrets, told = self.shop.settings, self.shop.messages.secrets, self._told()

        def keep(_stop: Stopped) -> None:
            from shoppos.online.razorpay import KEY_ID, KEY_SECRET

            settings.guard(KEY)
            secrets.set(KEY_SECRET, key_secret)
            secrets.set(KEY_ID, key_id)
            settings.set(KEY, {**told, "account": f"…{key_id[-4:]}"})

        self.work(_("Keeping it …"), keep, self._kept)

    def _kept(self, _none: object) -> None:
        for field in self.fields:
            field.editor.clear()
            field.editor.setModified(False)
        self.look()
        self.say(_("Kept. Try it now."))
        self.seen()

    def forget(self) -> None:
        """Forget the keys: codes are the shop's own from now on."""
        settings, secrets, told = self.shop.settings, self.shop.messages.secrets, self._told()

        def drop(_stop: Stopped) -> None:
            from shoppos.online.razorpay import KEY_ID, KEY_SECRET

            settings.set(KEY, {**told, "account": "", "counter": False})
            secrets.forget(KEY_ID)
            secrets.forget(KEY_SECRET)

        self.work(_("Forgetting them …"), drop, self._forgotten)

    def _forgotten(self, _none: object) -> None:
        self.look()
        self.say(_("The keys are forgotten. UPI codes are the shop's own from now on."))

    def ask(self) -> None:
        """Ask Razorpay whether it takes the keys: those that are typed, else those that are kept."""
        key_id, key_secret = (field.editor.text().strip() for field in self.fields)
        secrets, clock = self.shop.messages.secrets, self.shop.db.clock

        def try_them(stopped: Stopped) -> str:
            from shoppos.online.gateway import tried

            return tried(key_id, key_secret, secrets, clock, stopped)

        self.work(_("Asking Razorpay …"), try_them, self._answered)

    def _answered(self, said: str) -> None:
        self.say(f"✓ {said}")

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake(self.fields, error)
