"""Which shop a command works on, and as whom."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from shoppos.base import i18n
from shoppos.base.clock import Clock
from shoppos.base.errors import Refused
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.paths import SHOP_FILE, shop_folder

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator
    from pathlib import Path

    from shoppos.shop import Shop


def folder(options: Namespace) -> Path:
    """The shop's folder."""
    return shop_folder(options.data)


@contextmanager
def opened(options: Namespace) -> Generator[Shop]:
    """The shop, open for one command."""
    from shoppos.shop import Shop

    _no_pin(options)
    shop = Shop.open(folder(options), till=options.till, employee=options.employee)
    i18n.use(shop.settings.get("language", "en"))
    try:
        yield shop
    finally:
        shop.close()


@contextmanager
def asked(options: Namespace) -> Generator[Reader]:
    """The shop's file for a question that changes nothing; opens in a moment, for no records are loaded."""
    from shoppos.base.settings import setting
    from shoppos.models import schema

    _no_pin(options)
    clock = Clock()
    db = Reader(folder(options) / SHOP_FILE, clock)
    if db.path.exists():
        schema.prepare(db.path, clock)
    try:
        clock.day_start = setting(db, "day_start", 0)
        i18n.use(setting(db, "language", "en"))
        yield db
    finally:
        db.close()


def _no_pin(options: Namespace) -> None:
    if options.pin_file:
        raise Refused(_("Nobody in this shop has a PIN yet."), _("Leave --pin-file out."))
