"""The main job on a sample shop: the real counter is worked by keys, papers and pictures are kept in a folder."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from shoppos.base.errors import Unavailable
from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, REFUSED, WRONG_USE, answer, note
from shoppos.cli.window import has_screen, lacks_libraries

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from shoppos.cli.parser import Commands
    from shoppos.reports.audit import Verdict
    from shoppos.ui.main_window import MainWindow

VISIBLE_PAUSE = 250
"""Milliseconds after each act when somebody looks on."""


def add(commands: Commands) -> None:
    """Add this command."""
    demo = commands.add("demo", run, "the main job on a sample shop: bills, papers and pictures of the screens")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), metavar="DIR", help="where all of it is kept")
    demo.add_argument("--show", action="store_true", help="on a screen, and the window stays open on the sample shop")


def run(options: Namespace) -> int:
    """Make the sample shop, sell on its counter, keep what came of it, and say so."""
    shown = options.show and _screen_answers()
    if not shown:
        note(_("Working without windows.") if has_screen() else _("No screen found: working without windows."))
    else:
        note(_("The counter works by itself for a moment; then it is yours. Close the window to end."))
    out: Path = options.out.resolve()
    printed = out / "printed"
    _prepare(out, printed)
    if not shown:
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_two_screens(out / 'shop')}"
    if lacks_libraries():
        return WRONG_USE
    told, pictures = _tour(out, shown)
    papers, more, verdict = _papers(out)
    told += more
    made = [*pictures, *papers, *sorted(printed.iterdir())]
    document = {
        "out": str(out), "shop": str(out / "shop"), "told": told, "books_agree": verdict.agrees,
        "files": [str(path.relative_to(out)) for path in made],
    }  # fmt: skip
    answer(options, document, _people(out, told, made, verdict))
    for fault in verdict.faults:
        note(fault.sentence)
    return DONE if verdict.agrees else REFUSED


def _screen_answers() -> bool:
    """Whether a display is named and somebody listens there: Qt ends the program when nobody does."""
    name = os.environ.get("DISPLAY", "")
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _colon, number = name.rpartition(":")
    display = number.partition(".")[0]
    if not display.isdigit():
        return False
    with contextlib.suppress(OSError):
        if host in {"", "unix"}:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(f"/tmp/.X11-unix/X{display}")  # noqa: S108  (where X servers listen)
                return True
        socket.create_connection((host, 6000 + int(display)), timeout=2).close()
        return True
    return False


def _prepare(out: Path, printed: Path) -> None:
    """Make the folders and the sample shop; papers of an earlier run are gone before new ones come."""
    from shoppos.shop.demo import sample

    try:
        printed.mkdir(parents=True, exist_ok=True)
        for path in printed.glob("A1-*"):
            path.unlink()
    except OSError as error:
        raise Unavailable(_("{file} cannot be written: {reason}.").format(file=out, reason=error.strerror)) from error
    sample(out / "shop", printed).close()


def _two_screens(folder: Path) -> Path:
    """What Qt is told of the screens that nobody sees: the cashier's, and the customers' beside it."""
    screens = [
        {"name": "cashier", "x": 0, "y": 0, "width": 1400, "height": 820},
        {"name": "customers", "x": 1400, "y": 0, "width": 1024, "height": 600},
    ]
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    return path


def _tour(out: Path, shown: bool) -> tuple[list[str], list[Path]]:
    """Work the counter in the very program that a person opens; with `shown` it stays open until it is closed."""
    from shoppos.app import run as open_window
    from shoppos.ui.tour import Tour

    tours, faults = list[Tour](), list[Exception]()

    def guide(window: MainWindow) -> None:
        tours.append(Tour(window, out, VISIBLE_PAUSE if shown else 0))
        try:
            tours[0].run()
        except Exception as fault:  # noqa: BLE001  (told behind the window, which has to close first)
            faults.append(fault)
        if faults or not shown:
            window.close()

    open_window(out / "shop", guide=guide)
    if faults:
        raise faults[0]
    return tours[0].told, tours[0].hand.taken


def _papers(out: Path) -> tuple[list[Path], list[str], Verdict]:
    """Write every paper, and what an order leaves behind; let the queue print what it owes, and audit the books."""
    from shoppos.cli import demo_evening, demo_orders, demo_papers, demo_reports
    from shoppos.printing.spooler import Spooler
    from shoppos.reports.audit import audit
    from shoppos.shop import Shop

    shop = Shop.open(out / "shop")
    made, told = demo_papers.write(shop, out)
    Spooler(shop.db, shop.db.clock, lambda _news: None).work()
    followed, became = demo_orders.write(shop, out)
    closed, evening = demo_evening.write(shop, out)
    asked, found = demo_reports.write(shop, out)
    verdict = audit(shop.db)
    shop.close()
    return [*made, *followed, *closed, *asked], [*became, told, *evening, *found], verdict


def _people(out: Path, told: list[str], made: list[Path], verdict: Verdict) -> Iterator[str]:
    """What happened, and where to look."""
    yield _("Sold at the counter of a sample shop:")
    yield from (f"  {sentence}" for sentence in told)
    agree = _("The books agree: {n} bills and credit notes in {entries} journal entries.")
    differ = _("The books DO NOT AGREE: {n} bills and credit notes in {entries} journal entries.")
    said = agree if verdict.agrees else differ
    yield said.format(n=f"{verdict.documents:,}", entries=f"{verdict.entries:,}")
    yield _("Kept in {folder}:").format(folder=out)
    for path in made:
        size = f"{path.stat().st_size:,}"
        yield "  " + _("{file}: {size} bytes").format(file=path.relative_to(out), size=size)
    yield _("Look around in it: {command}").format(command=f"shoppos --data {out / 'shop'}")
