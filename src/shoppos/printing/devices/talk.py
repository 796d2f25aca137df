"""How a printer's language is asked for its state, and for a sign that a paper has come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shoppos.base.i18n import _
from shoppos.printing.devices.device import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Hearing(Protocol):
    """What was made of a printer's answers so far."""

    @property
    def done(self) -> bool:
        """Whether the paper has come out, by the printer's own word."""
        ...

    @property
    def working(self) -> bool:
        """Whether the printer said last that it is at work on a paper."""
        ...

    @property
    def fenced(self) -> bool:
        """Whether all that went before the job's first byte is known to be out, so that what follows is its own."""
        ...

    def fence(self) -> None:
        """A receipt is asked for before the job."""
        ...

    def ask(self) -> None:
        """Forget the last answers: the question goes out anew."""
        ...

    def sent(self) -> None:
        """The job's last byte has gone: from here on an answer may mean that it came out."""
        ...

    def hear(self, said: bytes) -> None:
        """Take in what the printer said, in whatever pieces it comes."""
        ...

    def complete(self) -> bool:
        """Whether every part of the last question is answered."""
        ...

    def status(self) -> Status | None:
        """The state by the answers since the last question; None for silence."""
        ...


@dataclass(frozen=True, slots=True)
class Talk:
    """The questions of one language.

    `quiet` stops the printer from speaking unasked, before a job; `question` is answered at once, even by a printer
    that is out of paper; `receipt` is answered in its turn, when all that was sent before it has been printed (b"" if
    the language has none: then the printer is asked for its state until it has worked and is idle again).
    """

    hearing: Callable[[], Hearing]
    question: bytes
    quiet: bytes = b""
    receipt: bytes = b""
    ending: bytes = b""
    """What ends a job that broke off in this printer; said before the next one."""


def cover_open() -> str:
    """The sentence for a cover or a print head that stands open."""
    return _("The printer's cover is open.")


def out_of_paper() -> str:
    """The sentence for an empty roll."""
    return _("The printer is out of paper.")


def offline() -> str:
    """The sentence for a printer that is switched off line."""
    return _("The printer is offline.")


def faulty() -> str:
    """The sentence for a fault that the printer does not name."""
    return _("The printer reports a fault. Switch it off and on again.")


def in_the_middle(reason: str) -> str:
    """The sentence for what happened when a part of the paper was out already."""
    return _("{reason} It happened in the middle of this paper.").format(reason=reason)


def unconfirmed() -> str:
    """The sentence for a paper that was sent and never heard of again."""
    return _("The printer did not say that this paper came out.")


def judged(faults: Iterable[tuple[bool, str]], warning: str = "") -> Status:
    """The state by a list of (whether it holds, its sentence), the weightiest first."""
    reason = next((sentence for holds, sentence in faults if holds), "")
    return Status(answered=True, ready=not reason, reason=reason, warning="" if reason else warning)


# -- receipt printers

MARKS, DLE_EOT_MARK, ASB_MARK = 0x93, 0x12, 0x10
PLAIN_MARKS, ASB_BYTES = 0x90, 4
NOTHING_WRONG = b"\x12\x12\x12"


class EscposHearing:
    """Tells the answers of an ESC/POS printer apart by their fixed bits.

    DLE EOT answers 0xx1xx10 and GS r 0xx0xxxx; automatic status (ASB), which some printers send unasked, is 0xx1xx00
    and three more bytes of 0xx0xxxx. Source: "Transmission status identification" in the manuals of Epson's TM-U295
    and Citizen's CT-S310.
    """

    working = False  # it does not say

    def __init__(self) -> None:
        self.done = False
        self.fenced = False
        self._fencing = False
        self._babbles = False
        self._sent = False
        self._answers = b""
        self._unasked = b""
        self._news: Status | None = None

    def fence(self) -> None:
        """The next answer to GS r says that all earlier papers are out."""
        self._fencing = True

    def ask(self) -> None:
        """Forget the last answers, and what was said unasked."""
        self._answers = b""
        self._news = None

    def sent(self) -> None:
        """From here on an answer to GS r means that all before it was printed."""
        self._sent = True

    def hear(self, said: bytes) -> None:
        """Take in what the printer said."""
        for byte in said:
            if byte & MARKS == DLE_EOT_MARK:
                self._unasked = b""
                self._answers += bytes((byte,))
            elif byte & MARKS == ASB_MARK:
                self._unasked = bytes((byte,))
            elif byte & PLAIN_MARKS == 0:
                self._plain(byte)

    def _plain(self, byte: int) -> None:
        """Part of automatic status if that has begun, else the answer to GS r.

        A printer that says such a thing before it was asked for one babbles, and is believed nothing of the kind.
        """
        if not self._unasked:
            if self._fencing and not self.fenced:
                self.fenced = True
            elif self._sent:
                self.done = not self._babbles
            else:
                self._babbles = not self._fencing
            return
        self._unasked += bytes((byte,))
        if len(self._unasked) == ASB_BYTES:
            printer, fault, paper, _reserved = self._unasked
            self._unasked = b""
            self._news = judged(
                (
                    (bool(printer & 0x20), cover_open()),
                    (bool(paper & 0x0C), out_of_paper()),
                    (bool(fault & 0x68), faulty()),
                    (bool(printer & 0x08), offline()),
                ),
                nearly_empty() if paper & 0x03 else "",
            )

    def complete(self) -> bool:
        """Whether DLE EOT 1 (printer), 2 (cause of being offline) and 4 (paper) are all answered."""
        return len(self._answers) >= len(NOTHING_WRONG)

    def status(self) -> Status | None:
        """The state by the answers; without any, by what the printer last said unasked."""
        if not self._answers:
            return self._news
        printer, cause, paper = (self._answers + NOTHING_WRONG[len(self._answers) :])[: len(NOTHING_WRONG)]
        return judged(
            (
                (bool(cause & 0x04), cover_open()),
                (bool(paper & 0x60 or cause & 0x20), out_of_paper()),
                (bool(cause & 0x40), faulty()),
                (bool(printer & 0x08), offline()),
            ),
            nearly_empty() if paper & 0x0C else "",
        )


def nearly_empty() -> str:
    """The warning of a roll that comes to its end."""
    return _("The paper roll is nearly empty.")


# -- label printers


class LabelHearing:
    """What the two label languages share: no receipt, but a printer that was seen at work and is idle again is done.

    One that was at work before our job proves nothing: that was another's label.
    """

    fenced = True  # there is no receipt that could be another's

    def __init__(self) -> None:
        self.done = False
        self.working = False
        self._idle_before = False
        self._sent = False
        self._worked = False
        self._status: Status | None = None

    def fence(self) -> None:
        """Nothing: a label printer has no receipts."""

    def ask(self) -> None:
        """Forget the last answer."""
        self._status = None

    def sent(self) -> None:
        """From here on the printer's work is our job."""
        self._sent = True

    def status(self) -> Status | None:
        """The state by the last answer."""
        return self._status

    def complete(self) -> bool:
        """Whether the last question is answered."""
        return self._status is not None

    def _answered(self, status: Status, *, working: bool) -> None:
        self._status = status
        self.working = working
        if not self._sent:
            self._idle_before = not working
        elif working:
            self._worked = True
        elif status.ready and self._worked and self._idle_before:
            self.done = True


class TsplHearing(LabelHearing):
    """One byte of flags for each <ESC>!? (manuals of TSC's TTP-244 and Gprinter's GP-2120T)."""

    def hear(self, said: bytes) -> None:
        """Take in what the printer said."""
        for byte in said:
            faults = (
                (bool(byte & 0x41), cover_open()),
                (bool(byte & 0x04), out_of_paper()),
                (bool(byte & 0x02), _("A label is jammed in the printer.")),
                (bool(byte & 0x08), no_ribbon()),
                (bool(byte & 0x10), paused()),
                (bool(byte & 0x80), faulty()),
            )
            self._answered(judged(faults), working=bool(byte & 0x20))


STX, ETX = b"\x02", b"\x03"
FIRST_FIELDS, SECOND_FIELDS = 12, 9
"""Commas tell the three lines of ~HS apart: twelve fields, eleven (nine do), and two that say nothing of the state."""


class ZplHearing(LabelHearing):
    """Three lines of fields between STX and ETX for each ~HS (Zebra, ZPL II Programming Guide).

    Many Zebras keep silent while they are out of labels or open, says the same guide: there silence is the answer.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heard = b""
        self._first: list[str] = []

    def hear(self, said: bytes) -> None:
        """Take in what the printer said."""
        self._heard += said
        while ETX in self._heard:
            line, self._heard = self._heard.split(ETX, 1)
            fields = line.rpartition(STX)[2].decode("ascii", "replace").split(",")
            if len(fields) >= FIRST_FIELDS:
                self._first = fields
            elif len(fields) >= SECOND_FIELDS and self._first:
                self._judge(self._first, fields)
                self._first = []

    def _judge(self, first: list[str], second: list[str]) -> None:
        faults = (
            (_flag(second[2]), cover_open()),
            (_flag(first[1]), out_of_paper()),
            (_flag(second[3]), no_ribbon()),
            (_flag(first[2]), paused()),
        )
        formats, unfinished, remaining = first[4], first[7], second[8]
        self._answered(judged(faults), working=_flag(formats) or _flag(unfinished) or _flag(remaining))


def _flag(field: str) -> bool:
    return bool(field.strip().strip("0"))


def no_ribbon() -> str:
    """The sentence for a label printer whose colour ribbon has ended."""
    return _("The printer's ribbon is used up.")


def paused() -> str:
    """The sentence for a label printer that somebody paused."""
    return _("The printer is paused. Press its pause button.")


TALKS: dict[str, Talk] = {
    "escpos": Talk(
        hearing=EscposHearing,
        question=b"\x10\x04\x01\x10\x04\x02\x10\x04\x04",
        quiet=b"\x1da\x00",
        receipt=b"\x1dr\x01",
    ),
    "tspl": Talk(hearing=TsplHearing, question=b"\x1b!?"),
    "zpl": Talk(hearing=ZplHearing, question=b"~HS"),
}


def talk_for(form: str) -> Talk | None:
    """How a printer of that language ("escpos", "tspl", "zpl") is asked; None for what no printer is asked in."""
    return TALKS.get(form)
