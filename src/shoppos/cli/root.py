"""The command line's door: reads what was typed, runs it, and says a refusal in one sentence."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING
from uuid import UUID

import shoppos
from shoppos.base import i18n
from shoppos.base.errors import NeedsApproval, ShopError
from shoppos.base.file import FileTrouble
from shoppos.base.i18n import _
from shoppos.base.ids import new_id
from shoppos.cli import (
    bank,
    bills,
    counts,
    days,
    deliver,
    demo,
    estimates,
    expenses,
    gst,
    imports,
    items,
    keeping,
    khata,
    messages,
    offers,
    orders,
    papers,
    people,
    prices,
    printers,
    purchases,
    queue,
    reports,
    returns,
    settings,
    shifts,
    shops,
    stock,
    suppliers,
    tally,
    tills,
    tracking,
    web,
)
from shoppos.cli.answer import REFUSED, note
from shoppos.cli.parser import Commands, root

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

GROUPS: tuple[Callable[[Commands], None], ...] = (
    demo.add, shops.add, items.add, imports.add,
    bills.add, returns.add, prices.add, offers.add, people.add, khata.add, stock.add,
    shifts.add, days.add, deliver.add,
    purchases.add, suppliers.add, counts.add, keeping.add, tills.add, papers.add, queue.add, messages.add, printers.add,
    orders.add, tracking.add, web.add, bank.add, estimates.add, expenses.add, gst.add, tally.add,
    reports.add, settings.add,
)  # fmt: skip
ALLOWED_BY_KEY = ("sell", "return", "stock")
"""Commands whose act has a key that a yes is given for: without one it gets one, told when a yes is needed."""
INTERRUPTED = 130
"""What a shell expects of a program that was stopped by Ctrl+C."""


def run(arguments: Sequence[str]) -> int:
    """Do one command, or open the window when there is none; gives the exit code.

    argparse leaves with code 2 for wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):  # a test's or a service's stream may be neither
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a TextIO that cannot is suppressed
    options = root(shoppos.__version__, GROUPS).parse_args(arguments)
    try:
        if options.selftest:
            from shoppos.cli.selftest import selftest

            return selftest()
        if options.command is None:
            from shoppos.cli.window import window

            return window(options)
        _give_key(options)
        code: int = options.run(options)
        sys.stdout.flush()
    except NeedsApproval as needed:
        _say_how(needed, options)
        return REFUSED
    except ShopError as refusal:
        note(str(refusal))
        return REFUSED
    except FileTrouble as trouble:
        said = _("The shop's file does not work: {trouble}. Copy its folder, then: {command}")
        note(said.format(trouble=trouble, command="shoppos doctor"))
        return REFUSED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  (Python flushes the broken pipe once more at its end)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        i18n.use("en")  # until a shop is open, whose language is spoken
    return code


def _give_key(options: Namespace) -> None:
    """An act that somebody else may have to allow is known by its key."""
    if options.command in ALLOWED_BY_KEY and getattr(options, "key", None) == "":
        options.key = str(UUID(bytes=new_id()))


def _say_how(needed: NeedsApproval, options: Namespace) -> None:
    """What is not allowed, and the commands by which it is."""
    note(str(needed))
    command = f"shoppos approve {needed.act} {UUID(bytes=needed.doc_id)} --manager-pin-file FILE"
    note(_("To allow it: {command}").format(command=command))
    if options.command in ALLOWED_BY_KEY and getattr(options, "key", ""):
        note(_("Then the same once more with --key {key}").format(key=options.key))
