"""What a cell says to a person, to a program, and beside a bar."""

import pytest

from shoppos.base.clock import INDIA
from shoppos.reports.cells import figure, guarded, plain, short, told
from shoppos.reports.report import Kind

MOMENT = 1_795_449_600_000


@pytest.mark.parametrize(
    ("value", "kind", "person", "program"),
    [
        (11_800_000, Kind.MONEY, "1,18,000.00", "118000.00"),
        (-500, Kind.MONEY, "-5.00", "-5.00"),
        (750, Kind.QUANTITY, "0.75", "0.75"),
        (1862, Kind.PERCENT, "18.6 %", "18.62"),
        (20260503, Kind.DAY, "03-05-2026", "2026-05-03"),
        (202605, Kind.MONTH, "May 2026", "2026-05"),
        (MOMENT, Kind.MOMENT, "23-11-2026 21:30", "2026-11-23T21:30:00+05:30"),
        (1234567, Kind.WHOLE, "12,34,567", 1234567),
        (0, Kind.WHOLE, "0", 0),
        ("a\x1bb\u202ec", Kind.TEXT, "abc", "abc"),
        (None, Kind.MONEY, "", None),
    ],
)
def test_a_cell_is_said_for_people_and_for_programs(value, kind, person, program):
    assert told(value, kind, INDIA) == person
    assert plain(value, kind, INDIA) == program


def test_a_figure_that_stands_alone_says_its_unit():
    assert figure(-500, Kind.MONEY, INDIA) == "-₹5.00"
    assert figure(1250, Kind.PERCENT, INDIA) == "12.5 %"


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (0, Kind.MONEY, "₹0"),
        (4, Kind.MONEY, "₹0"),
        (-4, Kind.MONEY, "₹0"),
        (905, Kind.MONEY, "₹9.1"),
        (95_000, Kind.MONEY, "₹950"),
        (-95_000, Kind.MONEY, "-₹950"),
        (4_520_000, Kind.MONEY, "₹45.2k"),
        (9_900_000, Kind.MONEY, "₹99k"),
        (10_000_000, Kind.MONEY, "₹1L"),
        (12_300_000_00, Kind.MONEY, "₹1.2Cr"),
        (1_234_567_890_00, Kind.MONEY, "₹123Cr"),
        (12_500, Kind.QUANTITY, "13"),
        (1250, Kind.PERCENT, "13 %"),
        (3, Kind.WHOLE, "3"),
    ],
)
def test_an_axis_says_it_in_few_signs(value, kind, said):
    assert short(value, kind) == said


def test_what_excel_would_run_is_guarded_and_nothing_else():
    assert guarded("=1") == "'=1"
    assert guarded("-5") == "'-5"
    assert guarded("5-5") == "5-5"
