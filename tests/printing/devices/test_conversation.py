"""What is said over one line: answers that dribble, lines that break, bytes that nobody can account for."""

import re
import time
from dataclasses import replace

import pytest

from shoppos.printing.devices import Delivery, Outcome, Status, talk_for
from shoppos.printing.devices.conversation import Conversation, HalfSent
from tests.printing.devices.patience import BILL, HASTY

NOT_SENT, SENT, PRINTED, UNCERTAIN = Outcome.NOT_SENT, Outcome.SENT, Outcome.PRINTED, Outcome.UNCERTAIN
ESCPOS = talk_for("escpos")
ASKED = re.compile(rb"\x10\x04([\x01\x02\x04])|\x1dr\x01")
ANSWERS = {b"\x01": b"\x16", b"\x02": b"\x12", b"\x04": b"\x12", None: b"\x00"}


class Radio:
    """A line on which every answer takes its time, one after the other, as over Bluetooth."""

    def __init__(self, seconds, breaks_at=None, error=ConnectionResetError):
        self.seconds = seconds
        self.breaks_at = breaks_at
        self.error = error
        self.coming = []
        self.taken = b""

    def exchange(self, chunk, seconds):
        if self.breaks_at is not None and len(self.taken) + len(chunk) > self.breaks_at:
            raise self.error
        self.taken += chunk
        for asked in ASKED.finditer(chunk):
            last = self.coming[-1][0] if self.coming else 0.0
            self.coming.append((max(time.monotonic(), last) + self.seconds, ANSWERS[asked[1]]))
        if chunk:
            return len(chunk), b""
        wait = min(seconds, max(self.coming[0][0] - time.monotonic(), 0.0) if self.coming else seconds)
        time.sleep(max(wait, 0.0))
        if self.coming and self.coming[0][0] <= time.monotonic():
            return 0, self.coming.pop(0)[1]
        return 0, b""

    def left(self):
        return 0

    def finish(self, _seconds):
        if self.breaks_at == "finish":
            raise self.error
        return True


def talking(line, **seconds):
    return Conversation(line, ESCPOS, replace(HASTY, **seconds), "COM5")


@pytest.mark.parametrize("seconds", [0.0, 0.03, 0.12])
def test_answers_that_dribble_in_are_put_together_as_they_were_asked(seconds):
    """Drawer shut is 16, and 16 as the second answer would be an open cover."""
    line = Radio(seconds)
    assert talking(line).status() == Status(answered=True, ready=True)
    for answers in (False, True):
        assert talking(line, fault=0.0).send(BILL, answers=answers) == Delivery(PRINTED, answered=True)
    assert line.taken.count(BILL) == 2


BREAKS = [
    # where the line breaks                    what becomes of the job, and what is said
    (0,            ConnectionResetError,       NOT_SENT,  "hung up at once"),
    (12,           ConnectionResetError,       NOT_SENT,  "hung up at once"),
    (12,           HalfSent,                   UNCERTAIN, "broke off in the middle"),
    (12 + 1024,    ConnectionResetError,       UNCERTAIN, "broke off in the middle"),
    (12 + len(BILL), ConnectionResetError,     UNCERTAIN, "broke off in the middle"),
]  # fmt: skip


@pytest.mark.parametrize(("breaks_at", "error", "outcome", "reason"), BREAKS)
def test_a_line_that_breaks_was_sent_nothing_only_before_the_first_byte(breaks_at, error, outcome, reason):
    delivery = talking(Radio(0.0, breaks_at, error)).send(BILL, answers=False)
    assert delivery.outcome is outcome
    assert reason in delivery.reason


def test_a_fence_that_breaks_stands_before_the_first_byte():
    line = Radio(0.0, breaks_at=12)
    assert talking(line).send(BILL, answers=True).outcome is NOT_SENT
    assert BILL[:10] not in line.taken
