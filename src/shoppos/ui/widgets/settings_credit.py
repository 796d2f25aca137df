"""How much a khata may hold and what comes beyond it; how points are earned and what one is worth."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.money import parse_paise, plain
from shoppos.rules import choices
from shoppos.ui.widgets.form import Field, choice, choose, line, show_mistake, words
from shoppos.ui.widgets.settings_page import SettingsPage

LIMIT, POLICY = "credit_limit", "credit_policy"


class CreditPage(SettingsPage):
    """The shop's khata limit, and its points."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Khata and points")

    def build(self) -> None:
        """The choices; each is saved when it is left or chosen."""
        policies: list[tuple[str, object]] = [
            (_("Say it in the yellow bar, and sell"), "warn"), (_("A manager must allow it"), "block"),
        ]  # fmt: skip
        self.limit = Field(
            LIMIT, _("A khata may stand at ₹"), line(right=True, most=15),
            hint=_("Empty: any amount. A customer's own limit goes before this one."),
        )  # fmt: skip
        self.policy = Field(
            POLICY, _("When a bill goes beyond it"), choice(policies, "warn"), hint=choices.about(POLICY)
        )
        self.active = QCheckBox(_("Known customers earn points"))
        self.per = Field("per", _("One point for each ₹"), line(right=True, most=12))
        self.worth = Field("points", _("A point pays ₹"), line(right=True, most=12))
        self.told = words("", role="hint")
        self.limit.editor.editingFinished.connect(self._save_limit)
        self.policy.editor.activated.connect(
            lambda: self.choose(self.policy.caption.text(), POLICY, self.policy.editor.currentData(), "warn")
        )
        self.active.clicked.connect(self._switch)
        for field in (self.limit, self.per, self.worth):
            field.editor.textEdited.connect(field.clear_mistake)
        for field in (self.per, self.worth):
            field.editor.editingFinished.connect(self._save_points)
        for widget in (self.limit, self.policy, self.active, self.per, self.worth, self.told):
            widget.setMaximumWidth(520)
            self.column.addWidget(widget)

    def look(self) -> None:
        """What is chosen now."""
        limit, rule = self.shop.settings.get(LIMIT, 0), self.shop.points.rule()
        self.limit.editor.setText(plain(limit) if limit else "")
        choose(self.policy.editor, self.shop.settings.get(POLICY, "warn"))
        self.active.setChecked(rule.active)
        self.per.editor.setText(plain(rule.per))
        self.worth.editor.setText(plain(rule.worth))
        self._dress()

    def save(self) -> None:
        """Save all of it, if it differs."""
        self._save_limit()
        self._save_points()

    def fail(self, error: InvalidInput) -> bool:
        """Under its field."""
        return show_mistake((self.limit, self.per, self.worth), error)

    def _save_limit(self) -> None:
        try:
            paise = parse_paise(self.limit.editor.text()) if self.limit.editor.text().strip() else 0
        except InvalidInput as error:
            self.limit.fail(str(error))
            return
        self.choose(self.limit.caption.text(), LIMIT, paise, 0)

    def _switch(self) -> None:
        self._dress()
        self._save_points()

    def _save_points(self) -> None:
        """Give points so from the next bill on; two amounts that do not fit together stand as they are typed."""
        points, settings = self.shop.points, self.shop.settings
        now, active = points.rule(), self.active.isChecked()
        per, worth = (_read(self.per), _read(self.worth)) if active else (now.per, now.worth)
        if per is None or worth is None or (now.per, now.worth, now.active) == (per, worth, active):
            return
        before = settings.get("points", dict[str, Any]())
        what = _("points")
        self.attempt(what, lambda: points.set_rule(per, worth, active=active), lambda: settings.set("points", before))
        self._dress()

    def _dress(self) -> None:
        """Amounts matter only where points are given; an example says what they come to."""
        rule, on = self.shop.points.rule(), self.active.isChecked()
        for field in (self.per, self.worth):
            field.setVisible(on)
        said = _("A bill of ₹1,000 earns points that pay ₹{worth} of a later one.")
        self.told.setText(said.format(worth=plain(rule.earned(1000_00) * rule.worth)))
        self.told.setVisible(on)


def _read(field: Field[QLineEdit]) -> int | None:
    """The amount typed there, in paise; None when it is none, which is said under it and leaves the keyboard alone."""
    try:
        return parse_paise(field.editor.text())
    except InvalidInput as error:
        field.fail(str(error))
        return None
