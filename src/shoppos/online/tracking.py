"""Whether customers can follow their orders: the page is looked at as a stranger sees it, and the place tried."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import httpx

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _
from shoppos.online.publishing import put
from shoppos.reports.tracking import key_of

if TYPE_CHECKING:
    from shoppos.online.places import Place
    from shoppos.reports.tracking import Choices

TIMEOUT = 15.0
"""Seconds that a page may take."""
LARGEST = 1 << 20
"""Bytes of a page that are read."""
OK = 200


def page_fault(address: str, key: str) -> str:
    """What is wrong with the page at that address for links that `key` proves, in words; "" when all is well."""
    try:
        with httpx.stream("GET", address, timeout=TIMEOUT, follow_redirects=True) as answer:
            if answer.status_code != OK:
                return _("The page answers {status}.").format(status=answer.status_code)
            found = b""
            for part in answer.iter_bytes():
                found += part
                if len(found) > LARGEST:
                    break
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return _("The page cannot be opened: {reason}.").format(reason=type(error).__name__)
    there = key_of(found.decode("utf-8", errors="replace"))
    if not there:
        return _("At that address lies another page.")
    if there != key:
        return _("The page there knows another key: put the newest there (shoppos tracking export DIR).")
    return ""


def place_fault(place: Place) -> str:
    """What is wrong with the place for pages, in words, after a small file was put there, read back and taken away."""
    name, data = f"test-{secrets.token_hex(8)}.html", b"<!doctype html><title>ShopPOS</title>"
    try:
        put(place, name, data)
        place.remove(name)
        return _("A file cannot be taken away there.") if place.get(name) is not None else ""
    except ShopError as error:
        return str(error)


def faults(chosen: Choices, have: str, place: Place | None) -> list[str]:
    """All that keeps customers from following their orders, in words; `have` is the public key of this computer."""
    found = list[str]()
    if not chosen.key:
        found.append(_("There is no page yet: write it into a folder first."))
    elif have != chosen.key:
        found.append(_("The key that signs the shop's links is not on this computer."))
    if not chosen.page:
        found.append(_("Nobody said where the page lies on the web."))
    elif why := page_fault(chosen.page, chosen.key):
        found.append(why)
    if place is not None and (why := place_fault(place)):
        found.append(why)
    return found
