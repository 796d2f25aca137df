"""The couriers that a shop hands its parcels to, and the numbers that they give."""

from collections.abc import Sequence

from shoppos.base.db import Database
from shoppos.base.errors import Doubtful, InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules import couriers as rules
from shoppos.rules.couriers import Courier
from shoppos.shop.settings import Settings

SETTING = "couriers"
SCHEMES = ("https://", "http://")


class Couriers:
    """The shop's own list, which begins with the couriers most shops know."""

    def __init__(self, db: Database, settings: Settings) -> None:
        """Keep the list in `settings`; the numbers in use stand on the parcels in `db`."""
        self.db = db
        self.settings = settings

    def list(self) -> tuple[Courier, ...]:
        """The couriers in the shop's own order."""
        told = self.settings.get(SETTING, list[dict[str, str]]())
        return rules.read(told) or rules.DEFAULTS

    def set(self, couriers: Sequence[Courier]) -> None:
        """Choose the couriers anew, none for those that every shop begins with; InvalidInput for what cannot be one."""
        kept = list[Courier]()
        for one in couriers:
            courier = Courier(
                clean(one.name, rules.LONGEST_NAME), clean(one.template, rules.LONGEST_LINK), one.check
            )  # fmt: skip
            if not courier.name:
                raise InvalidInput(_("A courier needs a name."), field="name")
            if rules.named(kept, courier.name):
                raise InvalidInput(_("{name} is on the list twice.").format(name=courier.name), field="name")
            if courier.template and not courier.template.startswith(SCHEMES):
                raise InvalidInput(
                    _("{link} is not a link.").format(link=courier.template[:60]),
                    _("It begins with https://, and {awb} stands where the parcel's number goes.").format(
                        awb=rules.PLACE
                    ),
                    "template",
                )
            if courier.check not in rules.CHECKS:
                raise InvalidInput(_("{check} is not a check of numbers.").format(check=one.check[:20]), field="check")
            kept.append(courier)
        self.settings.set(SETTING, rules.write(kept))

    def get(self, name: str) -> Courier | None:
        """The courier of that name, None for one who is not on the list."""
        return rules.named(self.list(), name)

    def link(self, name: str, awb: str) -> str:
        """Where a parcel is followed, "" where nobody wrote a link down; the number is pasted where it is not in it."""
        courier = self.get(name)
        return courier.link(awb) if courier and awb else ""

    def checked(self, name: str, awb: str, *, sure: bool = False, parcel_id: bytes | None = None) -> tuple[str, str]:
        """Courier and number of a parcel in their one spelling.

        InvalidInput for a number that cannot be that courier's; Doubtful (repeat with `sure`) for one that another
        parcel has than `parcel_id`, and for a courier who is not on the list.
        """
        courier = self.get(name)
        spelled = rules.spelled(awb)
        known = courier.name if courier else clean(name, rules.LONGEST_NAME)
        if fault := rules.awb_fault(courier, spelled):
            raise InvalidInput(
                _("{awb} is not a number of {courier}.").format(awb=spelled, courier=known),
                _("One of its digits is wrong: the last of the nine checks the others. Scan it from the parcel.")
                if fault == "check_digit"
                else _("It has two letters, nine digits and IN, like CM123456706IN; scan it from the parcel."),
                "awb",
            )
        if known and courier is None and not sure:
            self._unknown(known)
        row = spelled and not sure and self.db.row(
            "SELECT o.number FROM parcel p JOIN orders o ON o.id = p.order_id WHERE p.awb = ? AND p.id IS NOT ? "
            "AND p.awb <> '' LIMIT 1",
            (spelled, parcel_id),
        )  # fmt: skip
        if row:
            raise Doubtful(
                _("{awb} is the number of a parcel of order {number} already.").format(awb=spelled, number=row[0]),
                _("Scan the label again. If it is right all the same, go on."),
                "awb",
            )
        return known, spelled

    # -- inside

    def _unknown(self, name: str) -> None:
        """Doubtful: that courier is not on the list, and may be one who is, mistyped."""
        near = rules.nearest(self.list(), name)
        said = _("{name} is not on the list of couriers.").format(name=name)
        if near is not None:
            said = f"{said} {_('Is it {courier}?').format(courier=near.name)}"
        raise Doubtful(said, _("Choose one of the list, or write this one down there first."), "courier")
