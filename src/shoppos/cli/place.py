"""Which shop a command works on, and as whom."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base import i18n
from shoppos.base.clock import Clock
from shoppos.base.errors import Refused, Unavailable
from shoppos.base.file import Reader
from shoppos.base.i18n import _
from shoppos.base.paths import SHOP_FILE, shop_folder

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator

    from shoppos.shop import Shop


def folder(options: Namespace) -> Path:
    """The shop's folder."""
    return shop_folder(options.data)


@contextmanager
def opened(options: Namespace) -> Generator[Shop]:
    """The shop, open for one command."""
    from shoppos.shop import Shop

    shop = Shop.open(folder(options), till=options.till, employee=options.employee)
    i18n.use(shop.settings.get("language", "en"))
    try:
        _show_pin(shop, options)
        yield shop
    finally:
        shop.close()


@contextmanager
def asked(options: Namespace) -> Generator[Reader]:
    """The shop's file for a question that changes nothing; opens in a moment, for no records are loaded."""
    from shoppos.base.settings import setting
    from shoppos.models import schema

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


def _show_pin(shop: Shop, options: Namespace) -> None:
    """Who works here with a PIN shows it; Refused without it, for a wrong one, and for one that nobody asked."""
    person = shop.staff.current
    if shop.staff.has_pin(person.id):
        if not options.pin_file:
            raise Refused(_("{name} has a PIN.").format(name=person.name), _("Give it with --pin-file FILE."))
        shop.staff.sign_in(person.name, pin_from(Path(options.pin_file)))
    elif options.pin_file:
        raise Refused(_("{name} has no PIN.").format(name=person.name), _("Leave --pin-file out."))


def pin_from(file: Path) -> str:
    """The PIN that stands in a file; Unavailable when it cannot be read."""
    return text_from(file, _("Write the PIN into it, and nothing else."))


def text_from(file: Path, hint: str = "") -> str:
    """What stands in a text file, without the blanks around it; Unavailable when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable(
            _("{file} cannot be read.").format(file=file), hint or _("Look whether its name and folder are right.")
        ) from error
