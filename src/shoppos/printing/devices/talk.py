"""How a printer's language is asked for its state, and for a sign that a paper has come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shoppos.base.i18n import _
from shoppos.printing.devices.device import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Hearing(Protocol):
    """What was made of a printer's answers so far, byte by byte."""

    done: bool
    """Whether the paper has come out, by the printer's own word."""

    def ask(self) -> None:
        """Forget the last state: the question goes out anew."""
        ...

    def sent(self) -> None:
        """The job's last byte has gone: from here on an answer may mean that it came out."""
        ...

    def hear(self, said: bytes) -> None:
        """Take in what the printer said."""
        ...

    def complete(self) -> bool:
        """Whether every part of the question is answered."""
        ...

    def status(self) -> Status | None:
        """The state by what was answered since the last question; None for silence."""
        ...


@dataclass(frozen=True, slots=True)
class Talk:
    """The questions of one language.

    `quiet` stops the printer from speaking unasked, before a job; `question` is answered at once, even by a printer
    that is out of paper; `receipt` is answered in its turn, after all that was sent before it has been printed.
    """

    quiet: bytes
    question: bytes
    receipt: bytes
    hearing: Callable[[], Hearing]


def _worst(faults: Iterable[tuple[bool, str]], warning: str = "") -> Status:
    """The first fault that is true, in the order of what a person sees first."""
    reason = next((sentence for holds, sentence in faults if holds), "")
    return Status(answered=True, ready=not reason, reason=reason, warning="" if reason else warning)


# -- ESC/POS

DLE_EOT = (1, 2, 4)
"""Printer, cause of being offline, paper: the three answers that tell all."""

OFFLINE, PAPER_END, NEAR_END = 0x08, 0x60, 0x0C
COVER, STOPPED, FAILED = 0x04, 0x20, 0x40


class EscposHearing:
    """Tells the answers of an ESC/POS printer apart by their fixed bits, as the makers' manuals list them.

    DLE EOT answers 0xx1xx10, GS r 0xx0xxxx; automatic status (ASB) begins with 0xx1xx00 and has three more bytes of
    0xx0xxxx; XON and XOFF may stand anywhere (Epson TM-U295, "Transmission status identification"; Citizen CT-S310).
    """

    def __init__(self) -> None:
        self.done = False
        self._sent = False
        self._answers: list[int] = []
        self._unasked = b""  # a packet of automatic status, as far as it has come
        self._news: Status | None = None

    def ask(self) -> None:
        """Forget the last state: the question goes out anew."""
        self._answers.clear()
        self._news = None

    def sent(self) -> None:
        """From here on the answer to GS r means that all before it was printed."""
        self._sent = True

    def hear(self, said: bytes) -> None:
        """Take in what the printer said."""
        for byte in said:
            if byte & 0x93 == 0x12:
                self._unasked = b""
                self._answers.append(byte)
            elif byte & 0x93 == 0x10:
                self._unasked = bytes((byte,))
            elif byte & 0x90 == 0:
                self._plain(byte)

    def _plain(self, byte: int) -> None:
        """A byte without a mark of its own: the rest of automatic status if that has begun, else the answer to GS r."""
        if not self._unasked:
            self.done = self.done or self._sent
            return
        self._unasked += bytes((byte,))
        if len(self._unasked) == 4:  # noqa: PLR2004  (the length of automatic status)
            first, second, third, _fourth = self._unasked
            self._unasked = b""
            self._news = _worst(
                (
                    (bool(first & 0x20), _("The printer's cover is open.")),
                    (third & 0x0C == 0x0C, _("The printer is out of paper.")),  # noqa: PLR2004  (both bits of the sensor)
                    (bool(second & 0x68), _("The printer reports a fault. Switch it off and on again.")),
                    (bool(first & 0x08), _("The printer is offline.")),
                ),
                _("The paper roll is nearly empty.") if third & 0x03 else "",
            )

    def complete(self) -> bool:
        """Whether all of DLE EOT 1, 2 and 4 are answered."""
        return len(self._answers) >= len(DLE_EOT)

    def status(self) -> Status | None:
        """The state by the answers to DLE EOT; before them by what the printer said unasked."""
        if not self._answers:
            return self._news
        printer, cause, paper = (*self._answers, 0x12, 0x12)[: len(DLE_EOT)]
        return _worst(
            (
                (bool(cause & COVER), _("The printer's cover is open.")),
                (paper & PAPER_END == PAPER_END or bool(cause & STOPPED), _("The printer is out of paper.")),
                (bool(cause & FAILED), _("The printer reports a fault. Switch it off and on again.")),
                (bool(printer & OFFLINE), _("The printer is offline.")),
            ),
            _("The paper roll is nearly empty.") if paper & NEAR_END else "",
        )


ESCPOS = Talk(
    quiet=b"\x1da\x00",
    question=b"".join(bytes((0x10, 0x04, part)) for part in DLE_EOT),
    receipt=b"\x1dr\x01",
    hearing=EscposHearing,
)

TALKS: dict[str, Talk] = {"escpos": ESCPOS}


def talk_for(form: str) -> Talk | None:
    """How a printer of that language ("escpos", "tspl", "zpl") is asked; None for what is no printer's language."""
    return TALKS.get(form)
