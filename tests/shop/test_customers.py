"""Customers: found by phone or name, erasable, and what they owe."""

import json

import pytest

from shoppos.base import journal
from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender


@pytest.fixture
def anil(shop: Shop):
    """A customer."""
    return shop.customers.add("Anil Verma", "+91 98123 45678", address="5 Brigade Road", pin_code="560001", state="29")


def test_a_phone_is_one_number_however_it_is_typed(shop: Shop, anil):
    assert anil.phone == "9812345678"
    for typed in ("9812345678", "098123-45678", "+919812345678", "९८१२३४५६७८"):
        assert shop.customers.by_phone(typed).id == anil.id
    with pytest.raises(Refused, match="Anil"):
        shop.customers.add("Someone", "9812345678")


def test_the_last_digits_and_the_beginnings_of_names_find(shop: Shop, anil):
    other = shop.customers.add("Sunil Anand", "9856780000")
    assert [found.id for found in shop.customers.search("5678")] == [anil.id, other.id]
    assert [found.name for found in shop.customers.search("an")] == ["Anil Verma", "Sunil Anand"]
    assert shop.customers.search("nil") == []
    assert shop.customers.search("%") == shop.customers.search("") == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "name"), ({"phone": "12345"}, "phone"), ({"pin_code": "1"}, "pin_code"), ({"state": "99x"}, "state"),
     ({"gstin": "29AABCR1718E1ZX"}, "gstin")],
)  # fmt: skip
def test_what_cannot_be_names_its_field(given, field, shop: Shop):
    with pytest.raises(InvalidInput) as refused:
        shop.customers.add(**{"name": "Anil" if given else " ", **given})
    assert refused.value.field == field


def test_nothing_that_names_a_person_stands_in_the_chain(shop: Shop, anil):
    shop.customers.change(anil.id, name="Anil K Verma", address="2 Church Street")
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    told = b"".join(journal.body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    for word in ("Anil", "Verma", "9812345678", "Brigade", "Church", '"560001"'):  # six digits may stand in any id
        assert word.encode() not in told
    (commitment, salt, *card) = shop.db.row(
        "SELECT commitment, salt, name, phone, address, pin_code, state, email FROM personal ORDER BY id DESC"
    )
    names = ("name", "phone", "address", "pin_code", "state", "email")
    assert commitment == journal.commitment(salt, dict(zip(names, card, strict=True)))
    assert json.loads(journal.canonical({"c": commitment}))["c"].encode() in told


def test_an_old_bill_keeps_the_address_it_was_made_with(shop: Shop, anil):
    number = shop.sales.sell(["1001"], [Tender("cash")], customer_phone="9812345678").numbers[0]
    shop.customers.change(anil.id, name="Anil Verma Junior")
    assert bill.load(shop.db, number).buyer.name == "Anil Verma"
    assert shop.customers.get(anil.id).name == "Anil Verma Junior"


def test_a_phone_moves_to_nobody_who_has_another(shop: Shop, anil):
    other = shop.customers.add("Sunil", "9856780000")
    with pytest.raises(Refused, match="Anil"):
        shop.customers.change(other.id, phone="9812345678")
    assert shop.customers.change(anil.id, gstin="29AABCR1718E1ZL").gstin == "29AABCR1718E1ZL"


def test_a_card_that_no_bill_names_is_forgotten_when_it_changes(shop: Shop, anil):
    shop.customers.change(anil.id, phone="9812300000")
    assert shop.db.rows("SELECT name, phone, salt FROM personal WHERE phone <> '9812300000'") == [("", "", b"")]
    assert shop.customers.by_phone("9812345678") is None
    assert audit(shop.db).agrees


def test_a_tag_and_several_words_find(shop: Shop, anil):
    other = shop.customers.add("Anil Kumble", "9856780000")
    given = {"tags": ("Wholesale", "#diwali"), "birthday": "5/11", "likes": "sugar-free", "note": "pays late"}
    shop.customers.set_terms(anil.id, **given)
    assert [one.id for one in shop.customers.search("#whole")] == [anil.id]
    assert [one.id for one in shop.customers.search("diwali")] == [anil.id]
    assert [one.name for one in shop.customers.search("ver anil")] == ["Anil Verma"]
    assert len(shop.customers.search("anil")) == 2
    shop.customers.change(anil.id, name="Anil Sharma")
    assert [one.id for one in shop.customers.search("sharma whole")] == [anil.id]
    assert shop.customers.search("verma") == []
    terms = shop.customers.terms(anil.id)
    assert (terms.birthday, terms.likes, terms.note) == ("11-05", "sugar-free", "pays late")
    assert shop.customers.terms(other.id).tags == ()
    told = b"".join(journal.body_of(row[0]) for row in shop.db.rows("SELECT body FROM journal"))
    for word in (b"sugar-free", b"pays late", b"olesale", b"11-05"):
        assert word not in told


@pytest.mark.parametrize(
    ("given", "field"), [({"birthday": "32/1"}, "birthday"), ({"birthday": "x"}, "birthday"),
                         ({"credit_limit": -1}, "credit_limit"), ({"list_id": bytes(16)}, "list_id")],
)  # fmt: skip
def test_terms_that_cannot_be_name_their_field(given, field, shop: Shop, anil):
    with pytest.raises(InvalidInput) as refused:
        shop.customers.set_terms(anil.id, **given)
    assert refused.value.field == field


def test_a_customer_has_further_addresses(shop: Shop, anil):
    kept = shop.customers.add_address(anil.id, "9 Church Street", label="Office", pin_code="560025", state="29")
    [found] = shop.customers.addresses(anil.id)
    assert (found.label, found.card.address, found.card.name) == ("Office", "9 Church Street", "Anil Verma")
    shop.customers.remove_address(anil.id, kept.personal_id)
    assert shop.customers.addresses(anil.id) == []
    assert audit(shop.db).agrees


def test_a_khata_is_the_sum_of_its_lines(shop: Shop, anil):
    for _bill in range(2):
        number = shop.sales.sell(
            ["1001"], [Tender("cash", 50_00), Tender("khata")], customer_phone="9812345678"
        ).numbers[0]
    shop.customers.pay(anil.id, 150_00, "upi", "412345678901")
    shop.sales.void(number, "returned")
    lines = shop.customers.khata(anil.id)
    assert [(line.kind, line.amount, line.balance) for line in lines] == [
        ("sale", 100_00, 100_00),
        ("sale", 100_00, 200_00),
        ("payment", -150_00, 50_00),
        ("void", -100_00, -50_00),
    ]
    assert shop.customers.get(anil.id).owes == -50_00


@pytest.mark.parametrize(
    ("amount", "by"), [(0, "cash"), (100_01, "cash"), (50_00, "khata"), (50_00, "cod"), (1, "gold")]
)
def test_a_payment_of_dues_must_make_sense(amount, by, shop: Shop, anil):
    shop.sales.sell(["1001"], [Tender("cash", 50_00), Tender("khata")], customer_phone="9812345678")
    with pytest.raises((InvalidInput, Refused)):
        shop.customers.pay(anil.id, amount, by)
    assert shop.customers.get(anil.id).owes == 100_00


def test_a_phone_typed_at_the_sale_makes_a_customer(shop: Shop):
    shop.sales.sell(["1001"], [Tender("cash")], customer_phone="98123 45678")
    assert shop.customers.by_phone("9812345678").bills == 1
    with pytest.raises(Refused):
        shop.sales.sell(["1001"], [Tender("cash", 1)], customer_phone="9856780000")
    assert shop.customers.by_phone("9856780000") is None


def test_a_stranger_is_not_found(shop: Shop):
    with pytest.raises(NotFound):
        shop.customers.get(bytes(16))


def test_the_same_key_takes_a_due_once(shop: Shop):
    rao = shop.customers.add("Rao", "9812345678")
    shop.customers.opening(rao.id, 300_00)
    key = new_id()
    paid = [shop.customers.take(rao.id, 100_00, key=key) for _again in range(2)]
    assert [one.customer.owes for one in paid] == [200_00, 200_00]
    assert {one.id for one in paid} == {key}
    assert shop.customers.pay(rao.id, 200_00).owes == 0
    assert shop.customers.take(rao.id, 100_00, key=key).customer.owes == 0, "tried again when nothing is due any more"
