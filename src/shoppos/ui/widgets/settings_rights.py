"""Who may do what by themselves: each risky act with the least role that needs nobody's yes."""

from __future__ import annotations

from functools import partial
from typing import Any

from shoppos.base.i18n import _
from shoppos.rules import rights
from shoppos.ui.widgets.form import Field, choice, choose, words
from shoppos.ui.widgets.settings_page import SettingsPage
from shoppos.ui.widgets.settings_people import roles

KEY = "rights"
WIDE = 520


def acts() -> dict[str, str]:
    """Every act in words."""
    return {
        "void": _("Cancel a bill"),
        "return": _("Take goods back"),
        "return_late": _("Take goods back after the last day"),
        "return_no_bill": _("Take goods back without the bill"),
        "expired": _("Sell what is past its date"),
        "oversell": _("Sell what is not there"),
        "credit_limit": _("Sell beyond a khata's limit"),
        "adjust": _("Change the stock by hand"),
        "settings": _("Change what decides about money"),
        "rights": _("Change who may do what"),
        "khata.opening": _("Write what a customer owed before"),
        "points.gift": _("Give points by hand"),
        "stock.correct": _("Correct the stock after a count"),
        "customers.erase": _("Erase a customer"),
        "items.bulk": _("Change many items in one go"),
        "letterhead": _("Change who the shop is and where its money goes"),
        "pin": _("Set the PINs of others"),
        "order.price": _("Change a price that was promised"),
        "order.cancel": _("Cancel an order"),
        "day.close": _("Close the day"),
        "cash.out": _("Take money out of the drawer"),
        "drawer.open": _("Open the drawer without a sale"),
        "reports": _("See reports, and what should be in the drawer"),
        "expense": _("Write an expense down"),
        "estimate": _("Make an estimate"),
    }


class RightsPage(SettingsPage):
    """A role for each act; rights are asked for once a manager or the owner has a PIN."""

    @classmethod
    def title(cls) -> str:
        """What the page is called."""
        return _("Rights")

    def build(self) -> None:
        """A list of roles for each act."""
        about = _("From this role on nobody has to allow it. Rights count once a manager or the owner has a PIN.")
        self.column.addWidget(words(about, role="quiet"))
        names = roles()
        self.fields: dict[str, Field[Any]] = {}
        for act, said in acts().items():
            box = choice([(names[role], role) for role in rights.ROLES], rights.ACTS[act])
            field = Field(act, said, box)
            box.activated.connect(partial(self._choose, act))
            field.setMaximumWidth(WIDE)
            self.fields[act] = field
            self.column.addWidget(field)

    def look(self) -> None:
        """Who may do what now."""
        told = self.shop.settings.get(KEY, dict[str, str]())
        for act, field in self.fields.items():
            choose(field.editor, rights.least(act, told))

    def _choose(self, act: str, _at: int) -> None:
        field, told = self.fields[act], self.shop.settings.get(KEY, dict[str, str]())
        self.choose(field.caption.text(), KEY, {**told, act: str(field.editor.currentData())}, dict[str, str]())
        self.look()
