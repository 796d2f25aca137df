"""Picking lists and run sheets for the tests of paper; everybody in them is invented."""

import datetime as dt
from dataclasses import replace

from shoppos.base.clock import INDIA
from shoppos.reports.picking import PickingList, PickLine, PickOrder
from shoppos.reports.run_sheet import RunParcel, RunSheet

ONE = PickingList(
    dt.datetime(2026, 11, 23, 10, 34, tzinfo=INDIA),
    "Sharma General Store",
    (PickOrder("A1/2627/O00012", "Kaveri Traders", 20261123, "10-12", "delivery"),),
    (
        PickLine("Biscuits", "8901719101038", "Parle-G Gold 100 g", "पारले-जी गोल्ड", "PCS", 12_000,
                 (("A1/2627/O00012", 12_000),)),
        PickLine("Dairy", "5001", "Curd Cup", "दही", "PCS", 2000, (("A1/2627/O00012", 2000),), "B 17", 20261130,
                 ("the freshest",)),
        PickLine("", "4711", "Cable 1.5 mm", "", "MTR", 12_500, (("A1/2627/O00012", 12_500),)),
    ),
)  # fmt: skip
SEVERAL = replace(
    ONE,
    orders=(
        *ONE.orders,
        PickOrder("A1/2627/O00013", "Asha Kulkarni", None, "", "pickup"),
        PickOrder("A1/2627/O00014", "Imran Shaikh", 20261124, "16-18", "delivery"),
    ),
    lines=(
        replace(ONE.lines[0], quantity=17_000,
                orders=(("A1/2627/O00012", 12_000), ("A1/2627/O00013", 2000), ("A1/2627/O00014", 3000))),
        *ONE.lines[1:],
        PickLine("Sacks", "2001", "Toor Dal (loose)", "तूर दाल (खुली)", "KG", 1750,
                 (("A1/2627/O00013", 750), ("A1/2627/O00014", 1000))),
    ),
)  # fmt: skip
LONG = replace(
    SEVERAL, lines=tuple(replace(one, name=f"{one.name} no. {n}") for n in range(30) for one in SEVERAL.lines)
)
PICKING = {"one": ONE, "several": SEVERAL, "long": LONG}

DOOR = RunParcel(
    parcel_id=b"1" * 16, order_id=b"2" * 16, sale_id=b"3" * 16, order="A1/2627/O00012", no=1, bill="A1/2627/000123",
    name="Kaveri Deshmukh", phone="9845012345", address="Flat 3, Lotus Apartments, 44 Tilak Road, Pune",
    pin_code="411030", promised=20261123, slot="10-12", note="Ring twice. The lift is out of order.", state="out",
    tries=0, weight=2400, carrier="Ravi", out_at=0, ended_at=None, items=4, collect=1_240_00,
)  # fmt: skip
RUN = RunSheet(
    "Ravi Pawar", dt.date(2026, 11, 23), "Sharma General Store",
    (
        DOOR,
        replace(DOOR, order="A1/2627/O00013", name="Asha Kulkarni", phone="9812345670", pin_code="411004",
                address="7 Lake View Road, Pune", note="", collect=0, items=1, weight=0),
        replace(DOOR, order="A1/2627/O00009", name="Imran Shaikh", phone="020 2412 3456", pin_code="411037",
                address="12 Market Yard, Pune", slot="", note="", collect=560_50, items=2, weight=0, tries=1,
                state="failed"),
        replace(DOOR, order="A1/2627/O00007", state="delivered", ended_at=1, collect=300_00),
    ),
)  # fmt: skip
RUNS = {
    "day": RUN,
    "paid": replace(RUN, parcels=RUN.parcels[1:2]),
    "many": replace(RUN, parcels=tuple(replace(RUN.parcels[n % 3], order=f"A1/2627/O{n:05d}") for n in range(40))),
}
