"""What people may ask: what they allowed, all that is known of them, and to be forgotten without a trace."""

import json
import random
import time

import pytest

from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.file import connect
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.reports.personal_data import as_html, personal_data
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender

TRACES = (
    "Zubeida", "Qureshi", "9812345678", "9812300077", "Brigade", "Mangesh", "zq@example.in", "jaggery", "Tuesdays",
    "VIPzq", "Godownzq",
)  # fmt: skip


@pytest.fixture
def person(shop: Shop):
    """Somebody of whom much is written down."""
    one = shop.customers.add("Zubeida Qureshi", "9812300077", address="5 Brigade Road", pin_code="560001", state="29",
                             email="zq@example.in")  # fmt: skip
    shop.customers.change(one.id, phone="9812345678")
    shop.customers.set_terms(one.id, likes="jaggery", tags=("VIPzq",), birthday="5/11", note="comes on Tuesdays")
    shop.customers.add_address(one.id, "7 Mangesh Street", label="Godownzq")
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    shop.customers.pay(one.id, 150_00)
    shop.privacy.consent(one.id, "whatsapp", "offers", given=True)
    return one


def traces(shop: Shop) -> list[str]:
    """What of a person stands in the file's bytes, in any table or beside it."""
    shop.db.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    stored = b"".join(path.read_bytes() for path in shop.db.path.parent.rglob("*") if path.is_file())
    return [word for word in TRACES if word.encode() in stored or word.casefold().encode() in stored]


def test_nothing_of_an_erased_person_is_left_in_the_file(shop: Shop, person):
    assert set(traces(shop)) >= {"Zubeida", "9812345678", "Brigade", "jaggery"}
    shop.db.raw.execute("UPDATE print_job SET content = ?, state = 'printed'", (b"to Zubeida Qureshi",))
    done = shop.privacy.erase(person.id)
    assert traces(shop) == []
    assert done.cards == 3 - 1
    assert done.papers == 1
    assert any("72 months" in said for said in done.kept)
    assert audit(shop.db).agrees
    assert [hit.code for hit in shop.catalogue.search("surf")] == ["1001"], "search stands"


def test_nothing_is_left_of_cards_that_were_changed_and_moved_about(shop: Shop):
    """Rows that grow and shrink move between the pages of the file: what they leave behind is overwritten at once."""
    rnd, said = random.Random(7), dict[bytes, set[str]]()
    with shop.db.transaction("many"):
        for n in range(300):
            said[shop.customers.add(f"Nobody{n}", f"98{n:08d}").id] = set()
    for card in rnd.choices(list(said), k=600):
        word = "".join(rnd.choices("bcdfghjklm", k=12))
        said[card].add(word)
        shop.customers.change(card, name=word.title(), address=f"{word} " * rnd.randint(1, 20))
        shop.customers.set_terms(card, likes=f"{word} " * rnd.randint(1, 9))
    gone = rnd.sample([card for card in said if said[card]], 20)
    for card in gone:
        shop.privacy.erase(card, sweep=False)
    assert shop.privacy.sweep()
    log = shop.db.path.with_name(shop.db.path.name + "-wal")
    assert log.stat().st_size == 0
    stored = shop.db.path.read_bytes().lower()
    assert [word for card in gone for word in said[card] if word.encode() in stored] == []
    assert sum(word.encode() in stored for words in said.values() for word in words) > 100, "the others stand there"


def test_the_log_is_not_emptied_against_a_reader_and_nobody_who_sells_waits(shop: Shop, person, monkeypatch):
    monkeypatch.setattr("shoppos.shop.privacy.PAUSE", 0.001)
    other = connect(shop.db.path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM customer").fetchall()
    shop.privacy.erase(person.id, sweep=False)
    begun = time.perf_counter()
    assert not shop.privacy.sweep()
    assert time.perf_counter() - begun < 5, "fifty short tries, not one long wait"
    assert shop.sales.sell(["1001"], [Tender("cash")]).numbers
    other.execute("COMMIT")
    assert shop.privacy.sweep()
    assert traces(shop) == []
    other.close()


def test_the_bills_of_an_erased_person_keep_their_numbers_and_money(shop: Shop, person):
    number = shop.db.row("SELECT number FROM sale WHERE state = 'done'")[0]
    shop.privacy.erase(person.id, sweep=False)
    found = bill.load(shop.db, number)
    assert (found.payable, found.buyer and found.buyer.name) in {(150_00, None), (150_00, "")}
    assert shop.customers.by_phone("9812345678") is None
    assert shop.customers.search("zubeida") == []
    with pytest.raises(NotFound):
        shop.customers.get(person.id)
    assert shop.customers.add("Somebody", "9812345678").owes == 0
    assert shop.privacy.consents(person.id)[0].given is False


def test_nobody_is_erased_while_something_is_owed_or_open(shop: Shop, person):
    number = shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678").numbers[0]
    with pytest.raises(Refused, match="owes"):
        shop.privacy.erase(person.id)
    shop.customers.pay(person.id, 150_00)
    shop.sales.void(number, "wrong")
    with pytest.raises(Refused, match="The shop owes"):
        shop.privacy.erase(person.id)
    shop.sales.sell(["1001"], [Tender("khata")], customer_phone="9812345678")
    sale = shop.sales.on_screen().id
    shop.sales.set_customer(sale, person.id)
    with pytest.raises(Refused, match="open bill"):
        shop.privacy.erase(person.id)
    assert shop.customers.get(person.id).name == "Zubeida Qureshi"


def test_the_law_keeps_a_large_bill_as_it_was_made_out(shop: Shop, person):
    shop.catalogue.add(ProductForm("9001", "Almirah", 60_000_00, rate=1800, hsn="9403"))
    number = shop.sales.sell(["9001"], [Tender("card")], customer_phone="9812345678", with_address=True).numbers[0]
    done = shop.privacy.erase(person.id)
    assert any(number in said and "31-12-" in said for said in done.kept)
    assert bill.load(shop.db, number).buyer.name == "Zubeida Qureshi"
    assert shop.customers.search("zubeida") == []
    named = "SELECT count(*) FROM customer c JOIN personal p ON p.id = c.personal_id WHERE p.name <> ''"
    assert shop.db.row(named) == (0,)
    assert audit(shop.db).agrees


def test_all_cards_of_a_person_are_erased(shop: Shop, person):
    other = shop.customers.add("Zubeida Q", "9812300077")
    shop.merging.merge(other.id, person.id)
    shop.privacy.erase(other.id)
    assert traces(shop) == []
    assert audit(shop.db).agrees


def test_a_person_gets_all_that_is_known_of_them(shop: Shop, person):
    document = personal_data(shop.db, person.id)
    told = json.dumps(document, ensure_ascii=False)
    for word in ("Zubeida", "9812345678", "Mangesh", "jaggery", "Tuesdays", "VIPzq", "Surf Excel", "150.00", "offers"):
        assert word in told
    shop.customers.set_terms(person.id, likes="<script>alert(1)</script>")
    page = as_html(personal_data(shop.db, person.id), "Sharma <Kirana>")
    assert "<script>" not in page
    assert "Zubeida" in page


def test_consent_is_withdrawn_as_easily_as_given(shop: Shop, person):
    assert shop.privacy.allows(person.id, "whatsapp", "offers")
    assert not shop.privacy.allows(person.id, "sms", "offers")
    time.sleep(0.002)
    shop.privacy.consent(person.id, "whatsapp", "offers", "message", given=False)
    assert not shop.privacy.allows(person.id, "whatsapp", "offers")
    [said] = shop.privacy.consents(person.id)
    assert (said.how, said.given) == ("message", False)
    with pytest.raises(InvalidInput):
        shop.privacy.consent(person.id, "pigeon", "offers", given=True)
    with pytest.raises(InvalidInput):
        shop.privacy.consent(person.id, "sms", "offers", "Zubeida told me", given=True)


def test_goods_of_somebody_forgotten_come_back_for_money_but_not_for_store_credit(shop):
    farah = shop.customers.add("Farah", "9812345674").id
    number = shop.sales.sell(["2*1002"], [Tender("cash")], customer_phone="9812345674").numbers[0]
    shop.privacy.erase(farah, sweep=False)
    with pytest.raises(Refused, match="Store credit needs a customer"):
        shop.returns.take(number, None, Refund("khata"), "spoilt")
    assert shop.returns.take(number, None, Refund("cash"), "spoilt").ways == (("cash", 20_00),)
    assert audit(shop.db).agrees


def test_once_pins_guard_the_shop_nobody_but_the_owner_forgets_a_person(shop: Shop):
    one = shop.customers.add("Asha", "9812300099")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    shop.staff.set_pin("Meena", "4711")
    other = shop.customers.add("Usha", "9812300098")
    with pytest.raises(NeedsApproval, match=r"forget Asha for good\. The owner allows it") as needed:
        shop.privacy.erase(one.id)
    assert shop.customers.get(one.id).name == "Asha"
    shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    with pytest.raises(NeedsApproval):
        shop.privacy.erase(other.id)
    assert shop.privacy.erase(one.id).cards == 1
    shop.staff.sign_in("Meena", "4711")
    assert shop.privacy.erase(other.id).cards == 1


def test_it_is_said_that_words_on_finished_papers_stay(shop: Shop, person):
    assert any("note typed on a finished bill" in said for said in shop.privacy.erase(person.id, sweep=False).kept)
