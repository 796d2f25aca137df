"""Razorpay's QR codes: one for each payment asked for, and what came in by them (razorpay.com/docs/api/qr-codes)."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import httpx

from shoppos.base.errors import InvalidInput, Refused, Unavailable
from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules.bank_words import Credit
from shoppos.rules.identifiers import check

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from shoppos.base.clock import Clock
    from shoppos.base.secrets import Secrets

API = "https://api.razorpay.com"
KEY_ID, KEY_SECRET = "razorpay.key_id", "razorpay.key_secret"
QRS = "/v1/payments/qr_codes"
PATIENCE = httpx.Timeout(15.0, connect=8.0)
TRIES = 6
SHORTEST, LONGEST = 0.5, 8.0
"""Seconds between two tries."""
PAGE = 100
"""As many as one answer holds at most."""
SOONEST = dt.timedelta(minutes=16)
"""A QR may be closed by itself fifteen minutes after it was made at the earliest."""
NOTED = "reference"
"""Under which of its notes a QR holds the shop's own reference."""
PATH_ID = 40


@dataclass(frozen=True, slots=True)
class ShownQr:
    """A QR that the service has made: its id there, the UPI link that it carries ("" if not told), and its picture."""

    id: str
    link: str
    picture: str


class _Lost(Exception):
    """The question may have been heard, and the answer was not."""


class Razorpay:
    """One account. Everything that only asks is asked again when the line is bad; what makes something is looked up."""

    name = "Razorpay"

    def __init__(
        self, key_id: str, key_secret: str, clock: Clock, *, base: str = API,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        """Speak as that account; InvalidInput for an address that would send its keys unencrypted over the net."""
        url = httpx.URL(base)
        if url.scheme != "https" and not (url.scheme == "http" and url.host in OWN):
            raise InvalidInput(_("{url} does not begin with https.").format(url=clean(base, 80)), field="url")
        self._clock = clock
        self._pause = pause
        self._http = httpx.Client(base_url=base, auth=(key_id, key_secret), timeout=PATIENCE, follow_redirects=False)

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def test(self) -> str:
        """Look whether it answers and takes the keys; gives a sentence, changes nothing."""
        self._get(QRS, {"count": 1})
        return _("Razorpay answers, and the keys are right.")

    def create_qr(self, amount: int, reference: str, expires: dt.datetime) -> ShownQr:
        """A QR for exactly `amount` paise, to be paid once, under the shop's own reference until `expires`.

        An answer that was lost is looked up before anything is made again: one reference has one QR.
        """
        until = max(expires, self._clock.now() + SOONEST)
        asked = {
            "type": "upi_qr", "usage": "single_use", "fixed_amount": True, "payment_amount": amount,
            "description": reference, "close_by": int(until.timestamp()), "notes": {NOTED: reference},
        }  # fmt: skip
        for n in range(TRIES):
            try:
                return _shown(self._once("POST", QRS, json=asked))
            except _Lost:
                self._wait(n)
                found = self._made(reference)
                if found is not None:
                    return found
        raise self._silent()

    def payments(self, since: dt.datetime, skip: Container[str] = ()) -> list[Credit]:
        """What came in for the QRs that this shop has made since then, each payment once.

        A payment counts once it is captured; what was given back of it is taken off.
        """
        found: dict[str, Credit] = {}
        for qr in self._qrs(since):
            reference = _noted(qr)
            if not reference or reference in skip or qr.get("payments_count_received") == 0:
                continue
            for payment in self._pages(f"{QRS}/{_path_id(qr)}/payments", {}):
                credit = _credit(payment, reference)
                if credit is not None:
                    found.setdefault(credit.key, credit)
        return list(found.values())

    def close_qr(self, qr_id: str) -> None:
        """Take a QR back; one that is closed already stays so."""
        path = f"{QRS}/{_path_id({'id': qr_id})}"
        for n in range(TRIES):
            try:
                self._once("POST", f"{path}/close")
            except _Lost:
                self._wait(n)
            except Refused:
                if self._get(path).get("status") == "closed":
                    return
                raise
            else:
                return
        raise self._silent()

    # -- inside

    def _made(self, reference: str) -> ShownQr | None:
        """The QR of that reference that can still be paid, made within the last hour."""
        since = self._clock.now() - dt.timedelta(hours=1)
        for qr in self._qrs(since):
            if _noted(qr) == reference and qr.get("status") == "active":
                return _shown(qr)
        return None

    def _qrs(self, since: dt.datetime) -> Iterator[dict[str, Any]]:
        return self._pages(QRS, {"from": int(since.timestamp())})

    def _pages(self, path: str, asked: dict[str, int]) -> Iterator[dict[str, Any]]:
        """Every item of a list that is told in pages; one that moves to the next page meanwhile is told once."""
        seen = set[str]()
        skip = 0
        while True:
            answer = self._get(path, {**asked, "count": PAGE, "skip": skip})
            items: Any = answer.get("items")
            if not isinstance(items, list):
                raise _nonsense()
            for item in cast("list[Any]", items):
                known: Any = cast("dict[str, Any]", item).get("id") if isinstance(item, dict) else None
                if isinstance(known, str) and known not in seen:
                    seen.add(known)
                    yield cast("dict[str, Any]", item)
            if len(cast("list[Any]", items)) < PAGE:
                return
            skip += PAGE

    def _get(self, path: str, params: dict[str, int] | None = None) -> dict[str, Any]:
        """What only asks may be asked again."""
        for n in range(TRIES):
            try:
                return self._once("GET", path, params=params)
            except _Lost:
                self._wait(n)
        raise self._silent()

    def _once(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        """One question; _Lost when nobody knows whether it was heard, Refused when the service says no."""
        try:
            answer = self._http.request(method, path, **asked)
        except httpx.TransportError as error:
            raise _Lost from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code in {408, 429}:
            raise _Lost
        try:
            told: Any = answer.json()
        except ValueError as error:
            raise _Lost from error
        if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise Refused(
                _("Razorpay does not accept the shop's keys."), _("Enter the key id and secret of its dashboard anew.")
            )
        if not answer.is_success:
            raise Refused(
                _("Razorpay refused it: {reason}").format(reason=_reason(told, answer.status_code)),
                _("Look at its dashboard, or take the money another way."),
            )
        if not isinstance(told, dict):
            raise _nonsense()
        return cast("dict[str, Any]", told)

    def _wait(self, n: int) -> None:
        self._pause(min(SHORTEST * 2**n, LONGEST))

    def _silent(self) -> Unavailable:
        return Unavailable(_("Razorpay does not answer now."), _("Take the money another way, or look for it later."))


def account(secrets: Secrets, clock: Clock) -> Razorpay | None:
    """The shop's account, None where its keys were not entered."""
    key_id, key_secret = secrets.get(KEY_ID), secrets.get(KEY_SECRET)
    return Razorpay(key_id, key_secret, clock) if key_id and key_secret else None


def _shown(qr: dict[str, Any]) -> ShownQr:
    qr_id = qr.get("id")
    if not isinstance(qr_id, str) or not qr_id:
        raise _nonsense()
    return ShownQr(qr_id, _text(qr, "image_content"), _text(qr, "image_url"))


def _credit(payment: dict[str, Any], reference: str) -> Credit | None:
    """One payment as the shop keeps it; None for what did not come, or went back whole."""
    amount, back = payment.get("amount"), payment.get("amount_refunded") or 0
    if payment.get("status") != "captured" or payment.get("currency") != "INR":
        return None
    if not isinstance(amount, int) or not isinstance(back, int) or amount - back <= 0:
        return None
    acquirer: Any = payment.get("acquirer_data")
    rrn = clean(str(cast("dict[str, Any]", acquirer).get("rrn") or ""), 20) if isinstance(acquirer, dict) else ""
    made = payment.get("created_at")
    at = dt.datetime.fromtimestamp(made, tz=dt.UTC) if isinstance(made, int) and 0 < made < 1 << 40 else None
    utr = rrn if check("utr", rrn).valid else ""
    return Credit(
        amount - back, utr, clean(_text(payment, "vpa"), 60), _text(payment, "description"), at,
        key=clean(str(payment["id"]), 40), reference=reference,
    )  # fmt: skip


def _noted(qr: dict[str, Any]) -> str:
    """The shop's reference in a QR's notes: an object, or an empty list where there are none."""
    notes: Any = qr.get("notes")
    return _text(cast("dict[str, Any]", notes), NOTED) if isinstance(notes, dict) else ""


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return clean(value, 400) if isinstance(value, str) else ""


def _path_id(qr: dict[str, Any]) -> str:
    """An id as a part of an address: nothing else may stand there."""
    qr_id = str(qr.get("id") or "")
    if not qr_id.replace("_", "").isalnum() or not qr_id.isascii() or len(qr_id) > PATH_ID:
        raise _nonsense()
    return qr_id


def _reason(told: Any, status: int) -> str:
    """The service's own sentence: error.description."""
    error: Any = cast("dict[str, Any]", told).get("error") if isinstance(told, dict) else None
    said = _text(cast("dict[str, Any]", error), "description") if isinstance(error, dict) else ""
    return said or f"HTTP {status}"


def _nonsense() -> Unavailable:
    return Unavailable(_("Razorpay's answer cannot be read."), _("Try again later; the payment is not lost."))
