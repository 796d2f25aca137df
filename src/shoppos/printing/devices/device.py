"""What every device promises: it takes a job, and says honestly what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk


class Outcome(StrEnum):
    """What became of a job: only NOT_SENT may be tried again without asking somebody to look at the paper."""

    NOT_SENT = "not sent"
    SENT = "sent"
    PRINTED = "printed"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome, and the reason in a sentence unless all went well.

    `answered`: the printer itself spoke to us; together with PRINTED it has confirmed the paper, and its silence after
    a later one means trouble. `taken`: it read all that was said to it, as a printer that hangs does not.
    """

    outcome: Outcome
    reason: str = ""
    answered: bool = False
    taken: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Status:
    """What a printer says of itself: `reason` is a sentence when it is not `ready`, `warning` when it soon will not be.

    Not `answered` and yet `ready`: it is there and says nothing, as cheap printers do. Neither: nobody is there.
    `taken`: it read the question to its end, and so does not hang.
    """

    answered: bool
    ready: bool
    reason: str = ""
    warning: str = ""
    taken: bool = field(default=False, compare=False)


Told = Callable[[str], None]
"""Hears, while a job is under way, a sentence why it does not go on, and "" when it does again."""


def unheard(_sentence: str) -> None:
    """Told by a printer to nobody."""


class Device(Protocol):
    """Something that takes bytes."""

    def send(
        self,
        content: bytes,
        name: str = "",
        *,
        talk: Talk | None = None,
        answers: bool = False,
        on_stop: Told = unheard,
    ) -> Delivery:
        """Send one job; never raises for what a device does.

        `name` is what a file or a queue calls the job, `talk` how this printer's language is asked (`talk_for(form)`),
        `answers`: this printer has confirmed a paper before, so its silence means that it hangs; `on_stop` hears within
        two seconds that it has stopped in the middle, on the thread of the caller.
        """
        ...

    def status(self, talk: Talk | None) -> Status:
        """Ask without printing; never raises for what a device does."""
        ...
