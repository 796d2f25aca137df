"""A queue of CUPS, the print system of Linux and macOS, spoken to by its own commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices.device import Delivery, Outcome, Status, Told, unheard
from shoppos.printing.devices.talk import offline, unconfirmed

if TYPE_CHECKING:
    from shoppos.printing.devices.talk import Talk

QUEUE = re.compile(r"[A-Za-z0-9_][^\s/#?'\"\\]{0,126}")
"""How CUPS lets a queue be called."""

DRAWN = (b"%PDF-", b"\x89PNG")
"""Pages that a driver turns into the printer's language; all else of ours is in that language already."""

REQUEST = re.compile(r"request id is (\S+-\d+)")
STOPPED = "disabled since"
UNREACHED = re.compile(
    "may not exist|is unreachable|is busy|in use|Unable to locate|Waiting for printer|Connecting to|Looking for"
)
"""What CUPS' back ends say while they still look for the printer: no byte of the job has left."""

CANCEL_SECONDS = 1.0
"""For CUPS to end what it is told to end."""

RAW_MODEL = "Local Raw Printer"
"""How `lpoptions` calls the driver of a queue that has none."""


@dataclass(frozen=True, slots=True)
class CupsQueue:
    """A queue by its name; times in seconds.

    A job that waits in CUPS because the printer is gone would come out some day, when nobody expects it: it is taken
    back, and only then called not sent.
    """

    queue: str
    command_seconds: float = 6.0
    """For one command of CUPS."""
    unreached_seconds: float = 2.0
    """For a printer that CUPS does not reach."""
    follow_seconds: float = 60.0
    """For the whole job; what is not out by then is taken back."""
    poll: float = 0.2

    def send(
        self,
        content: bytes,
        name: str = "",
        *,
        talk: Talk | None = None,  # noqa: ARG002  (a queue answers for its printer)
        answers: bool = False,  # noqa: ARG002  (a queue answers for its printer)
        on_stop: Told = unheard,  # noqa: ARG002  (a queue answers for its printer)
    ) -> Delivery:
        """Hand one job to CUPS and follow it until it has left for the printer."""
        state = self.status(None)
        if not state.ready:
            return Delivery(Outcome.NOT_SENT, state.reason)
        try:
            undrawn = content.startswith(DRAWN) and self.is_raw()
        except (OSError, subprocess.TimeoutExpired):
            return Delivery(Outcome.NOT_SENT, _("CUPS does not answer."))
        if undrawn:
            return Delivery(Outcome.NOT_SENT, self._cannot_draw())
        try:
            return self._handed_over(content, name)
        except (OSError, subprocess.TimeoutExpired):
            return Delivery(Outcome.UNCERTAIN, _("CUPS does not answer. Look whether this paper came out."))

    def status(self, talk: Talk | None) -> Status:  # noqa: ARG002  (a queue answers for its printer)
        """How the queue is; of paper and covers CUPS knows nothing, so that no printer ever counts as asked here."""
        try:
            return self._state()
        except OSError:
            reason = _("CUPS is not installed on this computer, so its queues are not there.")
        except subprocess.TimeoutExpired:
            reason = _("CUPS does not answer.")
        return Status(answered=False, ready=False, reason=reason)

    # -- the way of a job

    def _handed_over(self, content: bytes, name: str) -> Delivery:
        raw = [] if content.startswith(DRAWN) or name.endswith(".txt") else ["-o", "raw"]
        done = self._run("lp", "-d", self.queue, *raw, "-t", clean(name) or "ShopPOS", "-", content=content)
        request = REQUEST.search(done.stdout)
        if done.returncode or not request:
            return Delivery(Outcome.NOT_SENT, self._refused(done.stderr))
        return self._followed(request[1])

    def _followed(self, job: str) -> Delivery:
        """Look after a job until it waits no more, or until there is no sense in waiting."""
        begun = monotonic()
        lost, started = 0.0, False
        while self._waits(job):
            now = monotonic()
            told = self._run("lpstat", "-p", self.queue).stdout
            if STOPPED in told:
                return self._taken_back(job, _reason(told) or self._stopped(), begun=started)
            lost = (lost or now) if UNREACHED.search(told) else 0.0
            started = started or (job in told and not lost)
            if lost and now - lost >= self.unreached_seconds:
                return self._taken_back(job, offline(), begun=started)
            if now - begun >= self.follow_seconds:
                return self._taken_back(job, offline(), begun=started)
            sleep(self.poll)
        return self._gone(job)

    def _gone(self, job: str) -> Delivery:
        """What became of a job that waits no more: CUPS says that it went out even when the roll was empty."""
        if re.search("cancel|abort", self._fate(job)):
            return Delivery(Outcome.UNCERTAIN, _("CUPS ended this job. Look whether this paper came out."))
        return Delivery(Outcome.SENT)

    def _taken_back(self, job: str, reason: str, *, begun: bool) -> Delivery:
        """Cancel a job; only one whose printer was never reached is surely not on paper."""
        cancelled = self._run("cancel", job).returncode == 0
        end = monotonic() + CANCEL_SECONDS
        while (held := self._waits(job)) and monotonic() < end:
            sleep(self.poll)
        if held:
            left = _("CUPS still holds this job and may print it later: cancel {job} there first.").format(job=job)
            return Delivery(Outcome.UNCERTAIN, left)
        if not cancelled:
            return self._gone(job)
        if begun and not UNREACHED.search(self._fate(job)):
            return Delivery(Outcome.UNCERTAIN, unconfirmed())
        return Delivery(Outcome.NOT_SENT, reason)

    # -- what CUPS says

    def _state(self) -> Status:
        done = self._run("lpstat", "-a", self.queue, "-p", self.queue)
        if done.returncode:
            reason = _("CUPS has no queue called {queue}.").format(queue=self.queue)
            if "not running" in done.stderr or "not responding" in done.stderr:
                reason = _("CUPS is not running on this computer.")
            return Status(answered=False, ready=False, reason=reason)
        if STOPPED in done.stdout or "not accepting" in done.stdout:
            return Status(answered=False, ready=False, reason=_reason(done.stdout) or self._stopped())
        if "now printing" in done.stdout and UNREACHED.search(done.stdout):  # an idle queue may repeat an old complaint
            return Status(answered=False, ready=False, reason=offline())
        return Status(answered=False, ready=True)

    def _stopped(self) -> str:
        return _("The queue {queue} is stopped. Start it in the system's printer settings.").format(queue=self.queue)

    def _cannot_draw(self) -> str:
        told = _("The queue {queue} has no driver, so it cannot print PDFs. Choose the printer's language instead.")
        return told.format(queue=self.queue)

    def is_raw(self) -> bool:
        """Whether the queue has no driver and passes on every byte; raises as `subprocess.run` does."""
        return RAW_MODEL in self._run("lpoptions", "-p", self.queue).stdout

    def _waits(self, job: str) -> bool:
        return _lists(self._run("lpstat", "-W", "not-completed", "-o", self.queue).stdout, job)

    def _fate(self, job: str) -> str:
        """The lines about an ended job in CUPS' own words."""
        told = self._run("lpstat", "-l", "-W", "completed", "-o", self.queue).stdout
        return re.split(r"\n(?=\S)", told[told.find(f"{job} ") :], maxsplit=1)[0] if _lists(told, job) else ""

    def _refused(self, said: str) -> str:
        reason = clean(said.removeprefix("lp: ").removeprefix("Error - "))
        return _("CUPS did not take this paper for {queue}: {reason}").format(queue=self.queue, reason=reason)

    def _run(self, command: str, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[str]:
        return _ran(self.command_seconds, command, *arguments, content=content)


def _ran(seconds: float, command: str, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What one of CUPS' commands answers, in English; FileNotFoundError without CUPS, TimeoutExpired if it hangs."""
    path = shutil.which(command)
    if path is None:
        raise FileNotFoundError(command)
    done = subprocess.run(  # noqa: S603  (a list of arguments, and no shell)
        [path, *arguments],
        input=content,
        capture_output=True,
        check=False,
        timeout=seconds,
        env={**os.environ, "LC_ALL": "C"},
    )
    said, failed = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    return subprocess.CompletedProcess(done.args, done.returncode, said, failed)


def _lists(told: str, job: str) -> bool:
    return any(line.split(" ", 1)[0] == job for line in told.splitlines())


def _reason(told: str) -> str:
    """Why the queue does not print, in a sentence; "" when CUPS gives no reason of its own."""
    found = re.search(r"disabled since [^\n]* -\n\s+([^\n]+)", told)
    why = clean(found[1]) if found else ""
    if not why or why in {"reason unknown", "Paused"}:
        return ""
    return _("The queue is stopped: {reason}.").format(reason=why.rstrip("."))


def queues(seconds: float = 3.0) -> list[tuple[str, str]]:
    """The queues of this computer, each with the place its printer is at ("usb://…", "socket://…"); [] without CUPS."""
    try:
        told = _ran(seconds, "lpstat", "-v").stdout
    except (OSError, subprocess.TimeoutExpired):
        return []
    return re.findall(r"^device for ([^:]+): (\S+)$", told, re.MULTILINE)
