"""The tills of the shop: tills add, tills list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, answer, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add these commands."""
    tills = commands.group("tills", "the counters of the shop, each with its own number series")
    new = tills.add("add", create, "one more till")
    new.add_argument("code", nargs="?", default="", help="begins every number it draws; without it the next free one")
    new.add_argument("--name", default="", help="for people: Front, Medicines")
    tills.add("list", every, "all tills")


def create(options: Namespace) -> int:
    """Open one more number series."""
    with opened(options) as shop:
        code = shop.tills.add(options.code, options.name)
    said = _("Till {till} is ready. Work as it with: {command}").format(till=code, command=f"shoppos --till {code}")
    answer(options, {"till": code, "name": options.name}, said)
    return DONE


def every(options: Namespace) -> int:
    """List the tills."""
    with opened(options) as shop:
        known = shop.tills.list()
    document = [{"till": code, "name": name} for code, name in known]
    answer(options, document, table((_("Till"), _("Name")), known))
    return DONE
