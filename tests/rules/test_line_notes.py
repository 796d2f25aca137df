"""Notes of a line: what was asked for, and which pieces were picked, in one text and back."""

import pytest

from shoppos.rules.line_notes import Said, read, write


@pytest.mark.parametrize(
    ("said", "note"),
    [
        (Said(), ""),
        (Said("Gift wrap, red"), "Gift wrap, red"),
        (Said("", ("356938035643809",)), "S/N 356938035643809"),
        (Said("Engrave: Asha", ("A1", "A2")), "S/N A1, A2\nEngrave: Asha"),
    ],
)
def test_a_note_reads_as_it_was_written(said, note):
    assert write(said) == note
    assert read(note) == said
