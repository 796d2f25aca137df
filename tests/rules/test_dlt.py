"""SMS in India: a text is compared with what was registered, and its length is counted as an operator counts it."""

import pytest

from shoppos.rules.dlt import Length, differences, fitted, length, registered, values

ORDER = "Dear {#alphanumeric#}, order {#alphanumeric#} of Rs {#numeric#} is packed. Track: {#url#} Call {#cbn#} -SHARMA"
OLD = "Dear {#var#}, your order {#var#} is confirmed. -SHARMA"


def said(name="Asha Rao", number="A1 2627 O42", amount="1240", link="https://d.example/t/1", call="9876543210"):
    return f"Dear {name}, order {number} of Rs {amount} is packed. Track: {link} Call {call} -SHARMA"


def test_a_text_that_equals_the_registered_one_goes():
    assert differences(said(), registered(ORDER)) == []
    assert differences("Dear आशा, your order A1/26 is confirmed. -SHARMA", registered(OLD)) == []
    assert differences("Shop closed today. -SHARMA", registered("Shop closed today. -SHARMA")) == []


def test_both_spellings_of_a_variable_are_read():
    assert registered("OTP #numeric#, {#NUMERIC#} and {# url #}").kinds == ("numeric", "numeric", "url")
    assert registered("Ticket #42 of {#var#}").kinds == ("var",)


@pytest.mark.parametrize(("changed", "fault"), [
    ({"amount": "1,240.00"}, "numeric"), ({"amount": "12a"}, "numeric"), ({"amount": "१२"}, "numeric"),
    ({"number": "A1/2627/O42"}, "alphanumeric"), ({"name": "Asha & Co"}, "alphanumeric"),
    ({"link": "no link"}, "url"), ({"link": "javascript:x"}, "url"), ({"call": "12"}, "cbn"),
    ({"call": "98765 43210"}, "cbn"), ({"name": "x" * 41}, "41 characters"), ({"name": " "}, "empty"),
])  # fmt: skip
def test_a_variable_takes_only_its_kind(changed, fault):
    found = differences(said(**changed), registered(ORDER))
    assert len(found) == 1
    assert fault in found[0]


def test_exactly_forty_characters_go():
    assert differences(said(name="x" * 40), registered(ORDER)) == []


@pytest.mark.parametrize(("text", "part"), [
    ("Hello Asha, order", "Dear"), (said().replace("is packed", "is sent"), "is packed. Track:"),
    (said().removesuffix("A"), "-SHARMA"), (said().replace("-SHARMA", "- SHARMA"), "-SHARMA"),
])  # fmt: skip
def test_what_differs_is_told(text, part):
    found = differences(text, registered(ORDER))
    assert len(found) == 1
    assert part in found[0]


def test_what_follows_the_registered_end_is_told():
    assert differences("Closed. -S and more", registered("Closed. -S")) == [
        "The text goes on where the registered one ends: “and more”."
    ]


@pytest.mark.parametrize(("kind", "value", "told"), [
    ("numeric", "₹1,240.00", "1240"), ("numeric", "Rs 1,240.00", "1240"), ("numeric", "₹1,240.50", "₹1,240.50"),
    ("alphanumeric", "A1/2627/O00042", "A1 2627 O00042"), ("alphanumeric", "आशा राव", "आशा राव"),
    ("alphanumeric", "Rao & Sons", "Rao Sons"), ("url", " https://x.in ", "https://x.in"), ("var", "a  b", "a b"),
])  # fmt: skip
def test_a_value_is_spelled_as_its_variable_takes_it_and_never_changed(kind, value, told):
    assert fitted(value, kind) == told


def test_values_are_found_again_in_the_text():
    assert values(said(), registered(ORDER)) == [
        "Asha Rao", "A1 2627 O42", "1240", "https://d.example/t/1", "9876543210",
    ]  # fmt: skip
    assert values("other", registered(ORDER)) is None


@pytest.mark.parametrize(("text", "told"), [
    ("", Length("GSM-7", 0, 1)), ("a" * 160, Length("GSM-7", 160, 1)), ("a" * 161, Length("GSM-7", 161, 2)),
    ("a" * 306, Length("GSM-7", 306, 2)), ("a" * 307, Length("GSM-7", 307, 3)),
    ("€" * 80, Length("GSM-7", 160, 1)), ("a" * 152 + "€" + "a" * 152, Length("GSM-7", 306, 3)),
    ("₹" * 70, Length("UCS-2", 70, 1)), ("₹" * 71, Length("UCS-2", 71, 2)), ("न" * 134, Length("UCS-2", 134, 2)),
    ("😀" * 35, Length("UCS-2", 70, 1)), ("a" * 66 + "😀" + "a" * 66, Length("UCS-2", 134, 3)),
])  # fmt: skip
def test_length_and_parts_are_counted_as_on_the_air(text, told):
    assert length(text) == told
