"""Payment services: what each must be able to do, and the watch that hands on what came in, each payment once."""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shoppos.base.errors import Refused, ShopError, Unavailable
from shoppos.base.i18n import _
from shoppos.base.worker import Worker
from shoppos.online import razorpay

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from shoppos.base.clock import Clock
    from shoppos.base.secrets import Secrets
    from shoppos.online.razorpay import ShownQr
    from shoppos.rules.bank_words import Credit

log = logging.getLogger(__name__)

LOOK_BACK = dt.timedelta(days=3)
"""How old a QR may be whose payment is still asked for: a shop that was closed for a long weekend misses none."""
AFTER_A_QR = dt.timedelta(minutes=6)
"""How long after a QR was shown its payment is awaited at the counter."""
BUSY, QUIET, LONGEST, UNSET = 5.0, 60.0, 600.0, 300.0
"""Seconds between two questions: while somebody waits for a payment, else, at most when nobody answers, and until it is
looked again whether a service was set up.
"""


class Gateway(Protocol):
    """A payment service that shows QRs for exact amounts and tells which of them were paid."""

    name: str

    def create_qr(self, amount: int, reference: str, expires: dt.datetime) -> ShownQr:
        """A QR for `amount` paise under the shop's own reference, valid until then; one QR however often it is asked.

        Unavailable when the service does not answer, Refused when it says no.
        """
        ...

    def payments(self, since: dt.datetime, skip: Container[str] = ()) -> Sequence[Credit]:
        """What came in for QRs made since then, but for those whose references are in `skip`."""
        ...

    def close_qr(self, qr_id: str) -> None:
        """Take a QR back: nobody can pay it any more."""
        ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a payment service was not asked, in words for a person."""

    why: str


class Watch:
    """Asks a payment service behind the counter's back, and hands what came in to `learn`, which knows what it knew."""

    def __init__(
        self, find: Callable[[], Gateway | None], clock: Clock, learn: Callable[[Sequence[Credit]], object],
        trouble: Callable[[Trouble | None], None] = lambda _trouble: None,
    ) -> None:  # fmt: skip
        """Look for the service by `find`, again and again while none is set up or its keys are not accepted.

        `trouble` is told why it is not heard, and None once it is again.
        """
        self._find = find
        self._gateway: Gateway | None = None
        self._clock = clock
        self._learn = learn
        self._trouble = trouble
        self._done = set[str]()
        self._billed = self._anew = False
        self._failures = 0
        self._until = clock.now()
        self._worker = Worker("payments", self.round)

    def start(self) -> None:
        """Begin asking."""
        self._worker.start()

    def heard(self, tables: frozenset[str]) -> None:
        """The shop has written to these tables: where a QR was shown, its payment is awaited.

        What a bill was made for may have come before it: `learn` is called then, too, with nothing new.
        """
        if "upi_attempt" in tables:
            self.shown()
        if "payment" in tables:
            self._billed = True
        if "setting" in tables:
            self._anew = True
            if self._gateway is None:
                self._worker.wake()

    def shown(self) -> None:
        """A QR stands before a customer: ask at once, and often for a while."""
        self._until = self._clock.now() + AFTER_A_QR
        if self._gateway is not None:
            self._worker.wake()

    def stop(self, timeout: float = 0.2) -> bool:
        """Ask nothing more; what is being asked just now is not waited for, and comes again at the next start."""
        return self._worker.stop(timeout)

    def round(self) -> float:
        """Ask once; gives the seconds until the next time."""
        if self._anew:
            self._anew, self._gateway = False, None
        self._gateway = self._gateway or self._find()
        if self._gateway is None:
            return UNSET
        billed, self._billed = self._billed, False
        try:
            came = self._gateway.payments(self._clock.now() - LOOK_BACK, self._done)
        except ShopError as error:
            return self._after(error)
        if (came or billed) and not self._worker.stopping:
            self._learn(came)
            self._done.update(credit.reference for credit in came if credit.reference)
        if self._failures:
            self._failures = 0
            self._trouble(None)
        return BUSY if self._clock.now() < self._until else QUIET

    def _after(self, error: ShopError) -> float:
        """It was not heard, or refused: the seconds until it is asked again; the same trouble is told once."""
        self._failures += 1
        if self._failures == 1:
            self._trouble(Trouble(error.message))
        if isinstance(error, Unavailable):
            return min(BUSY * 2**self._failures, LONGEST)
        log.warning("A payment service refuses to tell what came in")
        self._gateway = None
        return LONGEST


def tried(key_id: str, key_secret: str, secrets: Secrets, clock: Clock, stopped: Callable[[], bool]) -> str:
    """Try keys that were typed, else those that are kept; gives a sentence. Refused and Unavailable say what is wrong.

    Once `stopped` says so it is not asked again.
    """
    key_id = key_id or secrets.get(razorpay.KEY_ID)
    key_secret = key_secret or secrets.get(razorpay.KEY_SECRET)
    if not key_id or not key_secret:
        raise Refused(_("The keys were not entered yet."), _("Razorpay's dashboard shows them under API Keys."))

    def pause(seconds: float) -> None:
        if stopped():
            raise Unavailable(_("Stopped."))
        time.sleep(seconds)

    account = razorpay.Razorpay(key_id, key_secret, clock, pause=pause)
    try:
        return account.test()
    finally:
        account.close()


SERVICES = (razorpay.account,)
"""A new service is one line here."""


def gateway(secrets: Secrets, clock: Clock) -> Gateway | None:
    """The payment service that is set up, the first there is."""
    return next((found for account in SERVICES if (found := account(secrets, clock)) is not None), None)
