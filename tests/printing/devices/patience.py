"""Waiting times for tests: long enough for a busy computer, short enough for a suite."""

from shoppos.printing.devices import Patience

HASTY = Patience(
    answer=0.6, notice=0.2, stall=0.6, confirm=0.3, silence=0.7, printing=2.5, fault=0.2, poll=0.05, drain=0.2
)

BILL = b"\x1b@" + b"".join(b"%3d  Biscuits, glucose   Rs. 12.00\n" % line for line in range(40)) + b"\x1dV\x00"
LONG = b"\x1b@" + b"".join(b"%6d  Biscuits, glucose\n" % line for line in range(8000)) + b"\x1dV\x00"
"""200 kB."""
