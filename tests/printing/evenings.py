"""Z slips and shift slips for the tests of paper."""

import datetime as dt
from dataclasses import replace

from shoppos.base.clock import INDIA
from shoppos.reports.drawer import Movement, Turn
from shoppos.reports.shift_slip import ShiftSlip
from tests.printing.slips import X_READING


def at(hour, minute=0):
    """A moment of that day."""
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=INDIA)


MOVED = (
    Movement("in", 1_000_00, "Change from the bank", at(10, 5), "Asha"),
    Movement("out", 20_00, "Tea for the porters", at(11, 30), "Asha"),
    Movement("out", 350_00, "Diesel for the generator, receipt in the drawer", at(19, 45), "Ravi"),
)
PIECES = ((50000, 80), (20000, 12), (10000, 6), (5000, 5), (1000, 21), (500, 7), (50, 10))
COUNTED = sum(paise * count for paise, count in PIECES)
ASHA = Turn("01", 11, "Asha", 20261123, at(9), at(14), 2_000_00, 18_355_00, 18_355_00)
RAVI = Turn("02", 12, "Ravi", 20261123, at(14, 5), at(21, 40), 1_500_00, 26_480_00, 26_460_00, "Gave a twenty too much")
ONE = replace(
    X_READING, made_at=at(21, 40), z_number=41, opening=2_000_00, movements=MOVED, counted=COUNTED,
    difference_reason="Gave a twenty too much", previous="0C44D1EE", perpetual=1_84_23_911_00, unsent=(2, 1, 3),
    unclosed=2, tokens=31, first_token="A1/2627/T00812", last_token="A1/2627/T00842", consolidated="A1/2627/000225",
    notes=1, notes_amount=400_00, first_note="A1/2627/C00007", last_note="A1/2627/C00007",
)  # fmt: skip
ONE = replace(
    ONE, outside=COUNTED + 20_00 - ONE.expected,
    turns=(Turn("01", 11, "Asha", 20261123, at(9), at(21, 40), 2_000_00, COUNTED + 20_00, COUNTED,
                "Gave a twenty too much", PIECES),),
)  # fmt: skip
TWO = replace(
    ONE, turns=(ASHA, RAVI), counted=RAVI.counted, outside=0, unsent=(0, 0, 0), unclosed=0, tokens=0, consolidated="",
    z_number=1, previous="",
)  # fmt: skip
BLIND = replace(X_READING, opening=2_000_00, turns=(replace(ASHA, closed_at=None, counted=None),)).hidden()
OPENED = replace(TWO, openings=(("reason", 2), ("count", 2), ("float", 2), ("movement", 3)))
SLIP = ShiftSlip("A1", "Sharma General Store", dt.date(2026, 11, 23), ONE.turns[0], MOVED, "Asha")
AGREES = replace(SLIP, turn=ASHA, movements=(), counted_by="Meena")
ASHAS = replace(SLIP, openings=(("reason", 1), ("count", 2)))
EVENINGS = {"z-evening": ONE, "z-shifts": TWO, "x-blind": BLIND}
SHIFTS = {"shift": SLIP, "shift-agrees": AGREES}
OPENINGS = {"z-opened": OPENED, "shift-opened": ASHAS}
