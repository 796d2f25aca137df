"""The shop of the stories of orders: four things to sell, two customers who call, a counter that sells beside them."""

from pathlib import Path

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from tests.stories.clocks import SetClock

ASHA, ANIL = "9812345670", "9812345671"
SURF, PARLE, BUTTER, DAL = "1001", "1002", "1003", "2001"
STOCK = {SURF: 50_000, PARLE: 200_000, BUTTER: 3_000, DAL: 100_000}


def opened(folder: Path, clock: SetClock) -> Shop:
    """The shop at that hour, with its goods and its customers."""
    shop = Shop.open(folder, clock=clock)
    for form in (
        ProductForm(SURF, "Surf Excel 1 kg", 150_00, rate=1800, barcodes=("8901030865275",), stock=STOCK[SURF]),
        ProductForm(PARLE, "Parle-G 100 g", 10_00, rate=500, barcodes=("8901719101038",), stock=STOCK[PARLE]),
        ProductForm(BUTTER, "Amul Butter 100 g", 62_00, rate=500, stock=STOCK[BUTTER]),
        ProductForm(DAL, "Toor Dal (loose)", 168_00, unit="KG", treatment="exempt", hsn="0713", stock=STOCK[DAL]),
    ):
        shop.catalogue.add(form)
    shop.customers.add(
        "Asha Kulkarni", ASHA, email="asha@example.in", address="7 Lake View Road, Pune", pin_code="411004", state="27"
    )
    shop.customers.add("Anil Verma", ANIL, address="4 Tilak Road, Pune", pin_code="411030", state="27")
    return shop


def on_hand(shop: Shop) -> dict[str, int]:
    """Thousandths of everything, by its code."""
    return dict(shop.db.rows("SELECT p.code, s.on_hand FROM stock s JOIN product p ON p.id = s.product_id"))


def promised(shop: Shop) -> dict[str, int]:
    """Thousandths of everything that is promised, by its code."""
    return dict(shop.db.rows(
        "SELECT p.code, sum(r.quantity) FROM reservation r JOIN product p ON p.id = r.product_id GROUP BY p.code"
    ))  # fmt: skip


def kept(shop: Shop, day: int) -> dict[str, int]:
    """What came in on a day (yyyymmdd) by each way and stayed, in paise, added up from the rows themselves."""
    found = shop.db.rows(
        "SELECT method, sum(amount) FROM (SELECT p.method, p.amount FROM payment p JOIN sale s ON s.id = p.sale_id "
        "WHERE s.business_date = :day AND s.state = 'done' UNION ALL SELECT method, amount FROM advance "
        "WHERE business_date = :day UNION ALL SELECT method, amount FROM cod_receipt WHERE business_date = :day "
        "UNION ALL SELECT method, -amount FROM khata_entry WHERE kind = 'payment' AND method <> 'advance' "
        "AND business_date = :day) WHERE method IN ('cash', 'upi', 'card', 'courier') GROUP BY method "
        "HAVING sum(amount)",
        {"day": day},
    )
    return dict(found)


def hand_on(shop: Shop) -> list[str]:
    """Somebody sends by hand all that is owed now; gives the steps that were told, in their order."""
    rows = shop.db.rows("SELECT id, step FROM message WHERE state = 'owed' AND way = 'out' ORDER BY id")
    for message, _step in rows:
        shop.messages.sent_by_hand(message)
    return [step for _message, step in rows]
