"""A payment service's QR for a customer who stands there: asked for behind the window, taken back if it comes late."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from shoppos.base.errors import ShopError, Unavailable
from shoppos.base.money import read_paise

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.base.clock import Clock
    from shoppos.online.gateway import Gateway

log = logging.getLogger(__name__)

VALID = dt.timedelta(minutes=30)
"""How long such a QR can be paid."""
LONGEST = 400
"""Signs of a link that a QR before a customer may have."""


class QuickQr:
    """Asks the service that is set up; each question has a thread of its own, for none may wait for another's line."""

    def __init__(self, find: Callable[[], Gateway | None], clock: Clock) -> None:
        """`find` gives the service, asked once until a setting changes."""
        self._find = find
        self._clock = clock
        self._gateway: Gateway | None = None

    def heard(self, tables: frozenset[str]) -> None:
        """Keys may have changed with a setting."""
        if "setting" in tables:
            self._gateway = None

    def ask(self, amount: int, reference: str, came: Callable[[str], None]) -> Callable[[], None]:
        """Ask for a QR over exactly `amount` paise; gives what to call when nobody waits for it any more.

        `came` is told its link on another thread, "" when there is none; after the call it is told nothing, and a QR
        that comes all the same is taken back at the service.
        """
        one = _Asked(came)
        threading.Thread(target=self._run, args=(one, amount, reference), name="QR", daemon=True).start()
        return one.drop

    def _run(self, one: _Asked, amount: int, reference: str) -> None:
        gateway = self._gateway
        try:
            if gateway is None:
                gateway = self._gateway = self._find()
            shown = gateway.create_qr(amount, reference, self._clock.now() + VALID) if gateway is not None else None
        except ShopError as error:
            log.info("No QR of the payment service: %s", error.message)
            if not isinstance(error, Unavailable):
                self._gateway = None  # its keys are looked for anew
            one.end("", None)
            return
        if gateway is None or shown is None:
            one.end("", None)
            return
        service, made = gateway, shown.id
        good = fits(shown.link, amount)
        one.end(shown.link if good else "", lambda: service.close_qr(made), keep=good)


class _Asked:
    """One question, and whether somebody still waits for its answer."""

    def __init__(self, came: Callable[[str], None]) -> None:
        self._came = came
        self._guard = threading.Lock()
        self._dropped = False
        self._close: Callable[[], None] | None = None

    def drop(self) -> None:
        with self._guard:
            self._dropped, close, self._close = True, self._close, None
        if close is not None:
            threading.Thread(target=_closed, args=(close,), name="QR", daemon=True).start()

    def end(self, link: str, close: Callable[[], None] | None, *, keep: bool = False) -> None:
        with self._guard:
            waited = not self._dropped
            if waited and keep:
                self._close, close = close, None
        if waited:
            self._came(link)
        if close is not None:
            _closed(close)


def _closed(close: Callable[[], None]) -> None:
    with contextlib.suppress(ShopError):  # it closes by itself, too
        close()


def fits(link: str, amount: int) -> bool:
    """Whether a link of the service is one that phones pay, for exactly that amount."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    asked = parse_qs(parts.query).get("am", [])
    return (
        parts.scheme.lower() == "upi" and parts.netloc.lower() == "pay" and len(link) <= LONGEST
        and len(asked) == 1 and read_paise(asked[0]) == amount
    )  # fmt: skip
