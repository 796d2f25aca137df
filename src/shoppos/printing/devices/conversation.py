"""One job over one line: ask how the printer is, send, and hear whether the paper came out."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from shoppos.base.i18n import _
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.talk import in_the_middle, unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.devices.talk import Talk


class HalfSent(OSError):
    """A piece of a job did not go in time, and some of it may have gone."""


class Line(Protocol):
    """A way to a printer and back; every method may raise OSError, which means that the line is gone."""

    def exchange(self, chunk: bytes, seconds: float) -> tuple[int, bytes]:
        """Send as much of `chunk` as goes now and hear what is there: how many bytes went, and what was said.

        Waits `seconds` at most; (0, b"") says that nothing moved.
        """
        ...

    def left(self) -> int:
        """How many of the bytes sent have not reached the printer yet, as far as this computer knows."""
        ...

    def finish(self, seconds: float) -> bool:
        """See the last byte off, for `seconds` at most, so that closing the line loses none; False if it stays."""
        ...


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: each is long for a printer that lives and short for a shop that waits."""

    answer: float = 0.6
    """For the state: a printer that answers at all does so within milliseconds."""
    notice: float = 1.2
    """Before somebody is told that it takes no more."""
    stall: float = 20.0
    """While it takes no byte: a hot head pauses, and somebody may be changing the roll."""
    confirm: float = 2.0
    """For a word that the paper came out, from a printer that has said nothing yet."""
    silence: float = 8.0
    """For that word, or for any word at all, from a printer that spoke before."""
    printing: float = 60.0
    """For the end of the paper, while a printer that is known to give word says that it is well."""
    fault: float = 0.8
    """A fault has to last: pressing FEED takes a printer offline too."""
    poll: float = 0.2
    """Between one question and the next."""
    drain: float = 1.0
    """For the printer to hang up when all is said; after a pulse for the drawer only `poll`, for the bill waits."""


USUAL = Patience()
CHUNK = 1024


class Conversation:
    """What is said between us and one printer over one `line`; `where` is the printer's place, for the sentences."""

    def __init__(self, line: Line, talk: Talk | None, patience: Patience, where: str, chunk: int = CHUNK) -> None:
        self._line = line
        self._talk = talk
        self._ears = talk.hearing() if talk else None
        self._patience = patience
        self._where = where
        self._chunk = chunk
        self._spoke = False
        self._on_stop: Told = unheard
        self._said = ""

    # -- asking

    def status(self) -> Status:
        """Ask for the state; a printer that says nothing is taken to be well, one that hangs up is not."""
        try:
            state = self._asked()
            taken = self._line.finish(self._patience.poll if state else self._patience.answer)
        except OSError as error:
            return Status(answered=False, ready=False, reason=self._lost(error))
        return state or Status(answered=False, ready=True, taken=taken)

    def _asked(self, first: bytes = b"") -> Status | None:
        """The printer's answer to its language's question; None if it says nothing."""
        if self._talk is None or self._ears is None:
            self._hear(0.0)
            return None
        self._ears.ask()
        self._say(first + self._talk.question, self._patience.answer)
        self._listen(self._ears.complete, self._patience.answer)  # half an answer would be taken for the next one's
        return self._ears.status()

    # -- sending

    def send(self, content: bytes, *, answers: bool, on_stop: Told = unheard) -> Delivery:
        """One job, from the question before its first byte to the word after its last."""
        self._on_stop = on_stop
        try:
            state = self._asked(self._talk.quiet if self._talk else b"")
        except OSError as error:
            return self._ended(Outcome.NOT_SENT, self._lost(error))
        if state and not state.ready:
            return self._left(self._ended(Outcome.NOT_SENT, state.reason))
        if state is None and answers and self._talk:
            return self._left(self._ended(Outcome.NOT_SENT, self._unheard()))
        gone = 0
        try:
            self._end_broken()
            ill = self._fenced() if answers else None
            if ill:
                return self._left(self._ended(Outcome.NOT_SENT, ill.reason))
            while gone < len(content):
                gone += self._pushed(content[gone : gone + self._chunk])
            self._all_gone()
            delivery = self._confirmed(answers=answers)
            if delivery.outcome is Outcome.SENT:
                is_long = len(content) > self._chunk
                taken = self._line.finish(self._patience.drain if is_long else self._patience.poll)
                return replace(delivery, taken=taken)
        except OSError as error:
            if gone or isinstance(error, HalfSent):
                return self._ended(Outcome.UNCERTAIN, self._broken())
            return self._ended(Outcome.NOT_SENT, self._lost(error))
        return self._left(delivery)

    def _ended(self, outcome: Outcome, reason: str = "") -> Delivery:
        return Delivery(outcome, reason, answered=self._spoke)

    def _left(self, delivery: Delivery) -> Delivery:
        """Take leave of a printer that has had its say: nothing that happens to the line now changes the outcome."""
        with contextlib.suppress(OSError):
            self._line.finish(min(self._patience.drain, self._patience.poll))
        return delivery

    def _end_broken(self) -> None:
        """End what an earlier job left unfinished: else the printer takes this one for the rest of its picture."""
        ending = self._talk.ending if self._talk else b""
        while ending:
            ending = ending[self._pushed(ending[: self._chunk]) :]

    def _fenced(self) -> Status | None:
        """Let come out what an earlier job left in the printer, whose receipt would be taken for ours.

        The state if the printer stops over that. One that gives no receipt here may print all the same: another one may
        stand there now, which never does.
        """
        ears = self._ears
        if self._talk is None or ears is None or not self._talk.receipt:
            return None
        ears.fence()
        self._say(self._talk.receipt, self._patience.answer)
        end = monotonic() + self._patience.silence
        fault = 0.0
        while not ears.fenced and (now := monotonic()) < end:
            self._listen(lambda: ears.fenced, self._patience.poll)
            state = None if ears.fenced else self._asked()
            fault = (fault or now) if state and not state.ready else 0.0
            if fault and now - fault >= self._patience.fault:
                return state
        self._hear(self._patience.poll / 4)  # two receipts of two papers come together
        return None

    def _pushed(self, chunk: bytes) -> int:
        """Send some of it; TimeoutError when the printer takes nothing for too long."""
        begun = monotonic()
        while self._may_wait(begun):
            gone, said = self._line.exchange(chunk, self._patience.poll)
            self._heard(said)
            if gone:
                self._tell("")
                return gone
        raise TimeoutError

    def _all_gone(self) -> None:
        """Wait until the printer has taken what this computer still holds, as long as that grows less."""
        least = self._line.left()
        begun = monotonic()
        while least > 0:
            self._hear(self._patience.poll / 4)
            left = self._line.left()
            if left < least:
                least, begun = left, monotonic()
                self._tell("")
            elif not self._may_wait(begun):
                raise TimeoutError

    def _may_wait(self, begun: float) -> bool:
        """Whether a printer that has taken nothing since then is waited for; who listens is told that it stopped."""
        waited = monotonic() - begun
        if waited >= self._patience.notice:
            self._tell(_("The printer has stopped in the middle of a paper. Look at its paper and its cover."))
        return waited < self._patience.stall

    def _tell(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self._on_stop(sentence)

    # -- after the last byte

    def _confirmed(self, *, answers: bool) -> Delivery:
        """Ask until the printer says that the paper came out, that it did not, or nothing any more.

        A mute printer is believed; one that falls silent is not. A label printer that never seemed to work has no
        receipts to give, and may have been too quick to be seen: it is believed too.
        """
        ears = self._ears
        if self._talk is None or ears is None:
            return self._ended(Outcome.SENT)
        patience, spoke, receipt = self._patience, self._spoke, self._talk.receipt
        whole = patience.confirm
        if receipt:
            whole = patience.printing if answers else patience.silence if spoke else patience.confirm
        ears.sent()
        self._say(receipt, patience.stall)
        begun = heard = worked = monotonic()
        fault = 0.0
        while not ears.done:
            state = self._asked()
            self._listen(lambda: ears.done, patience.poll)
            now = monotonic()
            heard = now if state else heard
            worked = now if ears.working and now - begun < patience.printing else worked
            fault = (fault or now) if state and not state.ready else 0.0
            if state and fault and now - fault >= patience.fault:
                return self._ended(Outcome.UNCERTAIN, in_the_middle(state.reason))
            if (spoke or answers) and now - heard >= patience.notice:
                self._tell(self._unheard())
            silent = now - heard >= min(patience.silence, whole)
            if silent or (not fault and now - worked >= whole):
                doubtful = (silent and (spoke or answers)) or (answers and receipt)
                return self._ended(Outcome.UNCERTAIN, unconfirmed()) if doubtful else self._ended(Outcome.SENT)
        return self._ended(Outcome.PRINTED)

    # -- the line

    def _say(self, words: bytes, seconds: float) -> None:
        """Say something short, unless the printer takes nothing just now."""
        end = monotonic() + seconds
        while words and (left := end - monotonic()) > 0:
            gone, said = self._line.exchange(words, left)
            self._heard(said)
            words = words[gone:]

    def _hear(self, seconds: float) -> None:
        _gone, said = self._line.exchange(b"", seconds)
        self._heard(said)

    def _listen(self, enough: Callable[[], bool], seconds: float) -> None:
        end = monotonic() + seconds
        while not enough() and (left := end - monotonic()) > 0:
            self._hear(left)

    def _heard(self, said: bytes) -> None:
        if said and self._ears:
            self._ears.hear(said)
            self._spoke = self._spoke or self._ears.done or self._ears.status() is not None

    # -- sentences

    def _unheard(self) -> str:
        return _("The printer at {host} did not answer.").format(host=self._where)

    def _lost(self, error: OSError) -> str:
        """Why no byte went: it takes nothing, or hung up."""
        if isinstance(error, TimeoutError):
            return self._unheard()
        told = _("The printer at {host} hung up at once. It may be busy with another program or an earlier paper.")
        return told.format(host=self._where)

    def _broken(self) -> str:
        state = self._ears.status() if self._ears else None
        if state and not state.ready:
            return in_the_middle(state.reason)
        return _("The printer broke off in the middle of the paper.")
