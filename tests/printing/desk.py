"""A spooler over a real shop, with devices that do as they are told and a clock that is turned by hand."""

from shoppos.printing.devices import Delivery, Outcome
from shoppos.printing.spooler import Spooler
from shoppos.shop.sales import Tender

TILL = {"name": "till", "address": "tcp://till", "form": "escpos", "paper": "80", "drawer": True}
OFFICE = {"name": "office", "address": "tcp://office", "form": "text", "paper": "A4"}
PARCELS = {"name": "parcels", "address": "tcp://parcels", "form": "tspl", "paper": "4x6"}


class Bench:
    """What a test gives the spooler, and all that it does with it."""

    def __init__(self, shop):
        self.shop = shop
        self.news = []
        self.sent = []
        self.answers = {}
        self.on_connect = lambda: None
        self.now = shop.db.clock.ms()
        self.spooler = Spooler(shop.db, self, self.news.append, connect=self.connect)
        shop.settings.set("printers", [TILL, OFFICE])

    def ms(self):
        return self.now

    def connect(self, address):
        bench = self
        begun, self.on_connect = self.on_connect, lambda: None
        begun()

        class Told:
            def send(self, content, name="", **_how):
                bench.during()
                answer = bench.answers.get(address, Outcome.SENT)
                if answer is not Outcome.NOT_SENT:
                    bench.sent.append((address, name, content))
                return Delivery(answer, "" if answer is Outcome.SENT else "The printer sulks.")

        return Told()

    def during(self):
        self.seen = self.states()
        self.kept = self.bytes(self.first()) if self.seen else None

    def sell(self):
        return self.shop.sales.sell(["1001"], tenders=[Tender("cash", None)])

    def ship(self):
        """A bill whose goods are sent to the customer."""
        self.shop.customers.add("Anil Verma", "9876543210", address="4 Tilak Road, Pune", pin_code="411030", state="27")
        cash = [Tender("cash", None)]
        done = self.shop.sales.sell(["1001"], tenders=cash, customer_phone="9876543210", with_address=True)
        return done.numbers[0]

    def pay_all(self):
        while self.spooler.pay_one():
            continue

    def states(self):
        return [row[0] for row in self.shop.db.rows("SELECT state FROM print_job ORDER BY id")]

    def job(self, column):
        return self.shop.db.rows(f"SELECT {column} FROM print_job ORDER BY id")[0][0]

    def bytes(self, job):
        row = self.shop.db.row("SELECT content FROM print_bytes WHERE job_id = ?", (job,))
        return row[0] if row else None

    def jobs(self):
        return [row[0] for row in self.shop.db.rows("SELECT id FROM print_job ORDER BY id")]

    def first(self):
        return self.jobs()[0]
