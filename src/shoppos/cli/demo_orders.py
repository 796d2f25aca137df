"""What an order of the sample shop leaves behind: papers, what its customer is told, the page they follow it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.money import plain, rupees
from shoppos.cli.demo_papers import FOLDER, Sample, drawn

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop
    from shoppos.shop.order_view import OrderView

PAGE = "https://sharma-kirana.example/track/index.html"
"""Where the sample shop would put the page on the web."""
LABEL, SLIP, PICKING, RUN = (
    Sample("label-order-4x6.png", "png", "4x6"), Sample("slip-order-80.png", "png", "80"),
    Sample("picking-80.png", "png", "80"), Sample("run-80.png", "png", "80"),
)  # fmt: skip
CARRIER = "Ravi"


def write(shop: Shop, out: Path) -> tuple[list[Path], list[str]]:
    """Write papers, messages and page of the newest order that was delivered; gives the files, and what was done."""
    row = shop.db.rows("SELECT id FROM orders WHERE state = 'delivered' ORDER BY made_at DESC LIMIT 1")
    view = shop.orders.view(row[0][0])
    papers = _papers(shop, view, out)
    followed, link = _followed(shop, view, out)
    listed, remitted = _remitted(shop, view, out)
    said = out / "messages.txt"
    bodies: dict[str, str] = dict(
        shop.db.rows("SELECT step, body FROM message WHERE doc_id = ? ORDER BY id", (view.id,))
    )
    said.write_text("\n\n".join([*bodies.values(), link]) + "\n", encoding="utf-8")
    told = [
        f"{view.number}  Told by WhatsApp: “{' '.join(bodies['dispatched'].split())}”",
        f"{view.number}  Followed by its customer without any server: a link of {len(link)} signs holds its state",
        remitted,
    ]
    return [*papers, said, *followed, listed], told


def _papers(shop: Shop, view: OrderView, out: Path) -> list[Path]:
    """The order's own label and slip, the list of what is gathered for the others, and the sheet of Ravi's run."""
    from shoppos.shop.papers import label_told

    folder = out / FOLDER
    (parcel,) = view.parcels
    label = label_told(courier=parcel.courier, awb=parcel.awb, weight=parcel.weight)
    waiting = [row[0] for row in shop.db.rows("SELECT id FROM orders WHERE state = 'confirmed' ORDER BY number")]
    carried = [one.parcel_id.hex() for one in shop.dispatching.run(CARRIER).parcels]
    return [
        drawn(shop, folder, "label", parcel.sale_id, label, LABEL),
        drawn(shop, folder, "slip", waiting[0], {}, SLIP),
        drawn(shop, folder, "picking", b"", {"orders": [one.hex() for one in waiting]}, PICKING),
        drawn(shop, folder, "run_sheet", b"", {"parcels": carried}, RUN),
    ]


def _remitted(shop: Shop, view: OrderView, out: Path) -> tuple[Path, str]:
    """The courier hands over what was paid at the door, with its list."""
    (parcel,) = view.parcels
    file = out / "remittance.csv"
    file.write_text(f"AWB,COD Amount,Remittance Id\n{parcel.awb},{plain(parcel.cod)},R-2071\n", encoding="utf-8")
    done = shop.remittances.read_file(file)
    now = shop.orders.view(view.id)
    return file, f"{view.number}  {rupees(done.counted):>9}  Counted from the list of {parcel.courier}: {now.payment}"


def _followed(shop: Shop, view: OrderView, out: Path) -> tuple[list[Path], str]:
    """The page for the shop's website, the same with this order on it, and its link; the key stays in the sample."""
    from shoppos.base.secrets import Secrets
    from shoppos.shop.tracking import Tracking

    secrets = Secrets(shop.db.path.parent, lambda: None)
    tracking = Tracking(shop.db, shop.settings, secrets, lambda sale_id: shop.sales.view(sale_id).payable)
    folder = out / "tracking"
    page = tracking.export(folder)
    tracking.choose(page=PAGE)
    order = folder / "order.html"
    order.write_text(tracking.page(tracking.packed(view.id)), encoding="utf-8", newline="\n")
    return [page, order], tracking.link(view.id)
