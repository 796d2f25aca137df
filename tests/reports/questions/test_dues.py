"""What customers and suppliers are owed, by its age, is what their accounts say."""

import datetime as dt

import pytest

from shoppos.base.ids import new_id
from shoppos.reports import khata
from shoppos.shop.receipt import Receipt, ReceiptLine
from shoppos.shop.suppliers import SupplierCard
from tests.plans import overheard
from tests.reports.questions.counting import ask, figures, rows


def aged(lines, today):
    """Pairs of day and paise, settled oldest first, by age; reckoned rupee by rupee from the newest backwards."""
    owed = [[day, amount] for day, amount in lines if amount > 0]
    paid = -sum(amount for _day, amount in lines if amount < 0)
    for one in owed:
        used = min(one[1], paid)
        one[1] -= used
        paid -= used
    sums = [0, 0, 0, 0]
    for day, left in owed:
        days = (today - dt.datetime.strptime(str(day), "%Y%m%d").replace(tzinfo=dt.UTC).date()).days
        sums[0 if days <= 30 else 1 if days <= 60 else 2 if days <= 90 else 3] += left
    return sums


@pytest.mark.parametrize("later", [0, 31, 65, 100])
def test_dues_are_what_the_khatas_say_by_their_age(year, later):
    year.db.clock.go_on(days=later)
    today = year.db.clock.now().date()
    void = {row[0] for row in year.db.rows("SELECT doc_id FROM khata_entry WHERE kind = 'void'")}
    lines = {}
    for customer, doc, day, amount in year.db.rows(
        "SELECT customer_id, doc_id, business_date, amount FROM khata_entry ORDER BY id"
    ):
        if doc not in void:
            lines.setdefault(customer.hex(), []).append((day, amount))
    expected = {customer: aged(mine, today) for customer, mine in lines.items() if sum(a for _d, a in mine) > 0}
    report = ask(year, "dues", None)
    told = {
        line.link.target: [row[key] for key in ("to_30", "to_60", "to_90", "over_90")]
        for line, row in zip(report.tables[0].lines, rows(report.tables[0]), strict=True)
    }
    assert told == expected
    assert expected
    assert figures(report)["Owed"] == sum(sum(one) for one in expected.values())
    assert ("none of it" in report.finding) == (not any(sum(one[1:]) for one in expected.values()))


def test_many_who_owe_are_asked_for_at_once_and_told_as_one_by_one(year, monkeypatch):
    with overheard(year, monkeypatch) as before:
        khata.debtors(year.db)
    people = [year.customers.add(f"Debtor {n}", f"98{n:08}") for n in range(20)]
    for n, one in enumerate(people):
        for amount, paid in ((300_00 + n, 120_00), (50_00, 200_00 + n), (70_00, 0)):
            with year.db.transaction("khata.opened") as tx:
                year.customers.write_khata(tx, one.id, new_id(), "sale", amount, khata.today(year.db))
                if paid:
                    year.customers.write_khata(tx, one.id, new_id(), "payment", -paid, khata.today(year.db))
    year.merging.merge(people[0].id, people[1].id)
    with overheard(year, monkeypatch) as after:
        found = khata.debtors(year.db)
    assert len(after) == len(before)
    assert len(found) >= len(people) - 1
    assert [one.ageing for one in found] == [khata.ageing(year.db, one.customer_id) for one in found]


def test_where_nobody_owes_it_says_so(shop):
    assert ask(shop, "dues", None).finding == "Nobody owes the shop anything."
    assert ask(shop, "payables", None).finding == "The shop owes no supplier anything."


def test_what_suppliers_are_owed_is_what_their_accounts_say(year):
    product = year.catalogue.show("1001").product_id
    suppliers = [year.suppliers.add(SupplierCard(name)).id for name in ("Agro Traders", "Balaji Foods", "City Depot")]
    for at, supplier in enumerate((*suppliers, *suppliers[:2])):
        year.buying.receive(Receipt(supplier, (ReceiptLine(product, 10_000, 100_00 + at),), bill_number=f"B{at}"))
        year.db.clock.go_on(days=25)
    year.suppliers.pay(suppliers[0], 500_00, "cash")
    year.suppliers.pay(suppliers[2], 5000_00, "cash", sure=True)
    today = year.db.clock.now().date()
    lines = {}
    for name, day, amount in year.db.rows(
        "SELECT s.name, e.business_date, e.amount FROM supplier_entry e JOIN supplier s ON s.id = e.supplier_id "
        "ORDER BY e.id"
    ):
        lines.setdefault(name, []).append((day, amount))
    report = ask(year, "payables", None)
    told = {row["supplier"]: row for row in rows(report.tables[0])}
    assert {name: row["owed"] for name, row in told.items()} == {
        name: sum(amount for _day, amount in mine) for name, mine in lines.items()
    }
    for name, mine in lines.items():
        ages = [told[name][key] for key in ("to_30", "to_60", "to_90", "over_90")]
        assert ages == (aged(mine, today) if told[name]["owed"] > 0 else [0, 0, 0, 0])
    assert told["City Depot"]["owed"] < 0
    assert figures(report)["Paid too much"] == -told["City Depot"]["owed"]
    assert report.finding.startswith("The shop owes 2 suppliers")
