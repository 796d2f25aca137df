"""Tables: aligned as a terminal shows them, whatever the script."""

import pytest

from shoppos.cli.answer import facts, note, table, width


@pytest.mark.parametrize(("text", "wide"), [("abc", 3), ("सर्फ", 3), ("₹95", 3), ("茶", 2), ("क\u200dष", 2), ("", 0)])
def test_a_text_is_as_wide_as_its_letters(text, wide):
    assert width(text) == wide


def test_columns_are_aligned_and_nothing_trails():
    lines = table(("Name", "Price"), [("Tea", "20.00"), ("सर्फ", 5)], "lr")
    assert lines == ["Name  Price", "----  -----", "Tea   20.00", "सर्फ       5"]
    assert {width(line) for line in lines} == {11}


def test_a_note_does_not_repeat_what_a_terminal_would_obey(capsys):
    note("\x1b[2J\u202e5 क\u200dष\nend")
    assert capsys.readouterr().err == "?[2J?5 क\u200dष\nend\n"


def test_a_fact_without_a_value_is_left_out():
    assert facts((("Name", "Tea"), ("Low stock", ""), ("Unit", "KG"))) == ["Name  Tea", "Unit  KG"]
