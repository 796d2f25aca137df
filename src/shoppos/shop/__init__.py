"""Verbs: what the shop does. `Shop` is these departments behind one door; window and command line hold the same."""

from pathlib import Path
from typing import Any

from shoppos.base.clock import Clock
from shoppos.base.db import Database
from shoppos.base.errors import Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.paths import SHOP_FILE as FILE
from shoppos.models import schema
from shoppos.rules.letterhead import Letterhead
from shoppos.shop.advances import Advances
from shoppos.shop.asked import AskedFor
from shoppos.shop.bank import Bank
from shoppos.shop.begun import Begun
from shoppos.shop.books import Books
from shoppos.shop.bulk_edit import BulkEdit
from shoppos.shop.buying import Buying
from shoppos.shop.by_hand import ByHand
from shoppos.shop.catalogue import Catalogue
from shoppos.shop.cod import CashOnDelivery
from shoppos.shop.counting import Counting
from shoppos.shop.customers import Customers
from shoppos.shop.days import Days
from shoppos.shop.dispatching import Dispatching
from shoppos.shop.drawer import Drawer
from shoppos.shop.estimates import Estimates
from shoppos.shop.expenses import Expenses
from shoppos.shop.importing import Importing
from shoppos.shop.keepings import Keepings
from shoppos.shop.looking import Looking
from shoppos.shop.merging import Merging
from shoppos.shop.messages import Messages
from shoppos.shop.orders import Orders
from shoppos.shop.packs import Packs
from shoppos.shop.papers import Papers
from shoppos.shop.privacy import Privacy
from shoppos.shop.published import PublishedPages
from shoppos.shop.purchase_orders import PurchaseOrders
from shoppos.shop.receiving import Receiving
from shoppos.shop.remittance import Remittances
from shoppos.shop.reorder import Reorder
from shoppos.shop.report_desk import Reports
from shoppos.shop.returns import Returns
from shoppos.shop.sales import Sales
from shoppos.shop.sending_back import SendingBack
from shoppos.shop.settings import Settings, checked
from shoppos.shop.shifts import Shifts
from shoppos.shop.staff import Staff
from shoppos.shop.stock import StockRoom
from shoppos.shop.suppliers import Suppliers
from shoppos.shop.tills import FIRST, Tills
from shoppos.shop.tracking import Tracking
from shoppos.shop.variant_grid import VariantGrid
from shoppos.shop.web_shops import WebShops


class Shop:
    """One shop's departments on one open file. Not shared between processes, safe between threads."""

    def __init__(self, db: Database) -> None:
        """Build the departments on an open database."""
        self.db = db
        self.settings = Settings(db)
        self.staff = Staff(db)
        self.tills = Tills(db)
        self.begun = Begun(db)
        self.stock = StockRoom(db, self.staff)
        self.packs = Packs(db)
        self.keepings = Keepings(db)
        self.counting = Counting(db, self.stock)
        self.catalogue = Catalogue(db, self.stock)
        self.customers = Customers(db, self.staff)
        self.points = self.customers.points
        self.merging = Merging(db, self.customers)
        self.messages = Messages(db)
        self.privacy = Privacy(db, self.customers)
        self.papers = Papers(db)
        self.sales = Sales(db, self.settings, self.tills, self.catalogue, self.customers, self.stock, self.papers)
        self._deliver(db)
        self._spend(db)
        self._buy(db)
        self.prices = self.sales.prices
        self.offers = self.sales.offers
        self.rates_by_price = self.sales.rates_by_price
        self.importing = Importing(db, self.catalogue, self.customers, self.suppliers)
        self.bulk = BulkEdit(self.catalogue, self.importing, self.keepings)
        self.variants = VariantGrid(self.catalogue, self.keepings)

    def _deliver(self, db: Database) -> None:
        """Build the departments of orders, of what comes back, and of money beside the counter."""
        self.cod = CashOnDelivery(db)
        self.advances = Advances(
            db, self.settings, self.tills, self.customers, self.papers, self.cod,
            self.sales.payable, self.messages,
        )  # fmt: skip
        self.orders = Orders(
            db, self.settings, self.tills, self.catalogue, self.customers, self.stock, self.papers, self.advances,
            self.messages,
        )  # fmt: skip
        self.receiving = Receiving(db, self.settings, self.catalogue, self.customers, self.orders, self.advances)
        self.returns = Returns(
            db, self.settings, self.tills, self.catalogue, self.customers, self.stock, self.papers, self.staff
        )
        self.sales.credit = self.returns.cancel
        self.drawer = Drawer(db, self.staff)
        self.shifts = Shifts(db, self.staff, self.papers)
        self.days = Days(db, self.tills, self.staff, self.papers, self.shifts)
        self.looking = Looking(db, self.staff, self.shifts, self.days)
        self.by_hand = ByHand(db, self.papers, self.looking)
        self.reports = Reports(db, self.settings, self.messages.secrets)
        self.days.owe_reports = self.reports.owe_closed
        self.books = Books(db)
        self.bank = Bank(db, self.advances, self.cod)
        self.remittances = Remittances(db, self.cod)
        self.dispatching = Dispatching(
            db, self.settings, self.tills, self.catalogue, self.customers, self.stock, self.papers, self.returns,
            self.cod, self.messages,
        )  # fmt: skip
        self.tracking = Tracking(db, self.settings, self.messages.secrets, self.sales.payable)
        self.published = PublishedPages(db, self.tracking)
        self.web_shops = WebShops(db, self.settings, self.messages.secrets)
        self.messages.link_of = self.tracking.link_of

    def _spend(self, db: Database) -> None:
        """Build the departments of what is spent, and of what is promised."""
        self.expenses = Expenses(db, self.settings, self.staff, self.shifts)
        self.estimates = Estimates(
            db, self.settings, self.tills, self.catalogue, self.customers, self.stock, self.papers, self.sales,
            self.orders,
        )  # fmt: skip

    def _buy(self, db: Database) -> None:
        """Build the departments that buy."""
        self.suppliers = Suppliers(db, self.staff, self.shifts)
        self.asked = AskedFor(db, self.catalogue)
        self.purchase_orders = PurchaseOrders(db, self.tills, self.suppliers, self.papers)
        self.buying = Buying(db, self.settings, self.tills, self.stock, self.suppliers, self.purchase_orders)
        self.sending_back = SendingBack(db, self.tills, self.stock, self.suppliers, self.papers)
        self.reorder = Reorder(db, self.suppliers, self.purchase_orders)

    @classmethod
    def open(
        cls, folder: Path, till: str | None = None, employee: str | None = None, clock: Clock | None = None
    ) -> "Shop":
        """Open the shop in `folder` as that till and employee, by default the first of each.

        An older file is copied and brought up to date first. Unavailable when there is no shop there, or one whose
        making was cut off; `create` ends it.
        """
        clock = clock or Clock()
        db = Database(folder / FILE, clock)
        if db.path.exists():
            schema.prepare(db.path, clock)
        shop = cls(db)
        try:
            shop.refuse_half_made()
            shop.tills.use(till)
            shop.staff.sign_in(employee)
        except BaseException:
            shop.close()
            raise
        clock.day_start = shop.settings.get("day_start", 0)
        return shop

    @classmethod
    def create(cls, folder: Path, *, clock: Clock | None = None, owner: str = "Owner", **profile: Any) -> "Shop":
        """Make a new shop in `folder`: file, first till and employee, and letterhead (fields of `rules.letterhead`).

        One whose making was cut off is finished.
        """
        clock = clock or Clock()
        path = folder / FILE
        if schema.is_made(path, clock):
            raise Refused(
                _("There is a shop in {folder} already.").format(folder=folder),
                _("Choose another folder; nothing was changed."),
            )
        checked(Letterhead(**profile))
        folder.mkdir(parents=True, exist_ok=True)
        schema.prepare(path, clock)
        shop = cls(Database(path, clock))
        shop.db.till = FIRST
        with shop.db.transaction("shop.made"):
            shop.tills.add(FIRST, _("Counter 1"))
            shop.staff.add(owner, "owner")
            shop.staff.sign_in(owner)
            shop.settings.set_profile(**profile)
        return shop

    def refuse_half_made(self) -> None:
        """Unavailable when the making of this shop was cut off before its first till."""
        if not self.db.row("SELECT 1 FROM till LIMIT 1"):
            raise Unavailable(
                _("The shop in {folder} was begun, but never finished.").format(folder=self.db.path.parent),
                _("Make it again in the same folder; nothing is lost."),
            )

    def close(self) -> None:
        """Close the file."""
        self.db.close()
