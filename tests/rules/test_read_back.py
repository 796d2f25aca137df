"""What is read back to a caller, sentence by sentence."""

from dataclasses import replace

from shoppos.base.i18n import catalogue
from shoppos.rules.read_back import Item, Script, script

SURF = Item("Surf Excel 1 kg", "सर्फ एक्सेल", 2000, "PCS", 150_00, 300_00)
DAL = Item("Toor Dal (loose)", "", 1000, "KG", 168_00, 168_00, "cleaned")
ORDER = Script(
    number="A1/2627/O00001", name="Anil Kumar", phone="9812345678", delivered=True, address="4 Lake View, Pune",
    pin_code="411001", items=(SURF, DAL), shipping=40_00, payable=508_00, promised=20261124, slot="10-12", pay_by="cod",
)  # fmt: skip


def english(text: str) -> str:
    return text


def test_all_of_it_is_read_back_and_the_question_ends_it():
    assert script(ORDER, "en", english) == (
        "Order for Anil Kumar, phone ending in 5678.",
        "Delivery to: 4 Lake View, Pune 411001.",
        "2 × Surf Excel 1 kg at ₹150.00, ₹300.00",
        "1 kg Toor Dal (loose), ₹168.00 (cleaned)",
        "Delivery: ₹40.00.",
        "Total: ₹508.00.",
        "It comes on 24-11-2026, 10-12.",
        "You pay when it comes.",
        "Is all of that right?",
    )


def test_who_adds_up_what_is_read_hears_that_it_is_rounded():
    ghee = Item("Ghee 1 l", "घी", 1000, "PCS", 645_50, 645_50)
    biscuits = Item("Parle-G 100 g", "", 18_000, "PCS", 10_00, 180_00)
    odd = replace(ORDER, items=(ghee, biscuits), shipping=0, payable=826_00)
    assert "Total: ₹825.50, rounded to ₹826.00." in script(odd, "en", english)
    with_charge = replace(odd, shipping=40_25, payable=866_00, paid=866_00)
    assert "Total: ₹865.75, rounded to ₹866.00." in script(with_charge, "en", english)
    assert "Total: ₹900.00." in script(replace(odd, payable=900_00), "en", english), (
        "that is not rounded: tax came on top"
    )
    hindi = [text for text in script(odd, "hi", catalogue("hi").gettext) if "825.50" in text]
    assert len(hindi) == 1
    assert "826.00" in hindi[0]


def test_a_caller_who_fetches_is_told_so():
    told = script(replace(ORDER, delivered=False, shipping=0, slot="", pay_by=""), "en", english)
    assert told[1] == "You pick it up at the shop."
    assert told[-2:] == ("It is ready on 24-11-2026.", "Is all of that right?")
    assert not any("Delivery" in sentence for sentence in told)


def test_what_is_missing_is_asked_for():
    told = script(replace(ORDER, name="", phone="", address="", pin_code="", promised=None), "en", english)
    assert told[:2] == ("Order for Customer.", "Where may we deliver it?")
    assert not any("comes on" in sentence for sentence in told)


def test_what_was_paid_and_what_is_waited_for_is_said():
    told = script(replace(ORDER, paid=200_00, waits=True, note="ring twice", pay_by="upi"), "en", english)
    assert "Already paid: ₹200.00, still to pay: ₹308.00." in told
    assert "Something of it is not here yet; we deliver when it has come." in told
    assert "You also asked: ring twice" in told
    assert "You pay by UPI." in told


def test_who_has_paid_it_all_is_not_told_how_to_pay():
    told = script(replace(ORDER, paid=508_00, pay_by="upi"), "en", english)
    assert "Already paid: ₹508.00, still to pay: ₹0.00." in told
    assert "You pay by UPI." not in told


def test_another_language_names_things_as_the_caller_does_and_says_every_sentence_by_its_catalogue():
    asked = list[str]()

    def marked(text: str) -> str:
        asked.append(text)
        return f"«{text}»"

    told = script(ORDER, "hi", marked)
    assert "«2 × सर्फ एक्सेल at ₹150.00, ₹300.00»" in told
    assert all(sentence.startswith("«") for sentence in told)
    assert "Is all of that right?" in asked
