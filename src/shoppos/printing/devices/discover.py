"""What printers this computer can reach, each with its address and a word about it."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import re
import select
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.devices import cups, serial, windows
from shoppos.printing.devices.network import PORT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

AT_ONCE = 64
KNOCK_SECONDS = 0.8
"""For one address: what does not answer by then in a network of a shop is not there."""

ON_ITS_WAY = frozenset({0, errno.EINPROGRESS, errno.EWOULDBLOCK, getattr(errno, "WSAEWOULDBLOCK", 0)})

ASK_SECONDS = 1.5
"""For each kind of place; a Bluetooth port whose printer is off keeps Windows waiting much longer."""

LANGUAGES = (
    ("zpl", re.compile(r"ZPL|Zebra|\bZT?D?\d{3}", re.IGNORECASE)),
    ("tspl", re.compile(r"TSPL|\bTSC\b|\bTTP-|\bTE2\d\d|label", re.IGNORECASE)),
    ("escpos", re.compile(r"ESC.?POS|\bTM-|receipt|thermal|POS-?\d\d|\bRP-?\d|\b[58]0 ?mm", re.IGNORECASE)),
)
"""What the makers' words say of the language, the surest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A printer that is there: its `address`, a few words `about` it, the `form` it likely understands ("" unknown)."""

    address: str
    about: str
    form: str = ""


def guess(words: str) -> str:
    """The language that a printer with such a name likely understands; "" for no guess."""
    return next((form for form, pattern in LANGUAGES if pattern.search(words)), "")


# -- in this computer


def found() -> list[Found]:
    """Device nodes, the system's queues and serial ports; asks no network, and waits for none of them for long."""
    every: list[list[Found]] = [[] for _source in SOURCES]
    threads = [Thread(target=_gather, args=(source, every[at]), daemon=True) for at, source in enumerate(SOURCES)]
    for thread in threads:
        thread.start()
    end = monotonic() + ASK_SECONDS
    for thread in threads:
        thread.join(max(end - monotonic(), 0.0))
    return [one for of_one_kind in every for one in list(of_one_kind)]


def _gather(source: Callable[[], Iterator[Found]], into: list[Found]) -> None:
    with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
        into.extend(source())


def usb_nodes(root: Path = Path("/")) -> Iterator[Found]:
    """The USB printers that Linux gives a node of their own, by the name they give themselves (IEEE 1284)."""
    for node in sorted(root.glob("dev/usb/lp*")):
        told = ""
        with contextlib.suppress(OSError):
            told = (root / "sys/class/usbmisc" / node.name / "device/ieee1284_id").read_text("utf-8", "replace")
        fields = dict(re.findall(r"([A-Za-z ]+):([^;]*);", told))
        maker = fields.get("MFG") or fields.get("MANUFACTURER", "")
        model = fields.get("MDL") or fields.get("MODEL", "")
        words = clean(model if model.startswith(maker) else f"{maker} {model}")
        spoken = fields.get("CMD") or fields.get("COMMAND SET", "")
        about = _("USB printer {name}").format(name=words or node.name)
        yield Found(f"file:/{node.relative_to(root).as_posix()}", about, guess(spoken) or guess(words))


def cups_queues() -> Iterator[Found]:
    """The queues of CUPS: with a driver they print PDFs, without one the printer's own language."""
    for queue, place in cups.queues():
        form = guess(f"{queue} {place}") if cups.CupsQueue(queue).is_raw() else "pdf"
        yield Found(f"cups:{queue}", _("Printer {name} of this computer").format(name=clean(queue)), form)


def windows_queues() -> Iterator[Found]:
    """The queues of Windows."""
    for queue, server in windows.queues():
        name = clean(queue if not server or queue.startswith("\\\\") else f"{queue} ({server})")
        yield Found(f"windows:{queue}", _("Printer {name} of this computer").format(name=name), guess(queue))


def serial_ports() -> Iterator[Found]:
    """The serial ports, Bluetooth's among them; whether a printer hangs on one nobody can see."""
    for port, told in serial.ports():
        is_radio = "bluetooth" in told.lower() or "rfcomm" in port
        words = _("Bluetooth port {name}") if is_radio else _("Serial port {name}")
        known = "" if told in {"n/a", "", Path(port).name} or told.startswith(Path(port).name) else f" ({told})"
        yield Found(f"serial:{port}", words.format(name=Path(port).name) + known, guess(told))


SOURCES: tuple[Callable[[], Iterator[Found]], ...] = (usb_nodes, windows_queues, cups_queues, serial_ports)


# -- in the network


def scan(
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    stop: Callable[[], bool] = lambda: False,
    *,
    hosts: Sequence[str] | None = None,
    port: int = PORT,
) -> list[Found]:
    """Who answers at port 9100 in this computer's own networks: about 3 s for 254 addresses, 64 at a time.

    Only on a person's wish, for it knocks at every address, and says nothing there: what an office printer is told
    here, it prints. `progress` is told (addresses done, addresses in all), `stop` says when to leave off early.
    """
    asked = list(neighbours() if hosts is None else hosts)
    waiting, open_at = list(reversed(asked)), list[str]()
    knocks: dict[socket.socket, tuple[str, float]] = {}
    try:
        while (waiting or knocks) and not stop():
            while waiting and len(knocks) < AT_ONCE:
                host = waiting.pop()
                knock = _knock(host, port)
                if knock is not None:
                    knocks[knock] = (host, monotonic() + KNOCK_SECONDS)
            open_at += _answered(knocks) if knocks else []
            progress(len(asked) - len(waiting) - len(knocks), len(asked))
    finally:
        for knock in knocks:
            knock.close()
    return [
        Found(f"tcp://{host}:{port}", _("Network printer at {host}").format(host=host))
        for host in sorted(open_at, key=asked.index)
    ]


def _knock(host: str, port: int) -> socket.socket | None:
    """A socket on its way there; None where the system knows no way: asked later, such a one tells of no error."""
    knock = socket.socket()
    knock.setblocking(False)
    if knock.connect_ex((host, port)) in ON_ITS_WAY:
        return knock
    knock.close()
    return None


def _answered(knocks: dict[socket.socket, tuple[str, float]]) -> list[str]:
    """Wait a moment; takes those out of `knocks` that have an answer or no time left, and gives the open ones."""
    _readable, opened, failed = select.select([], list(knocks), list(knocks), KNOCK_SECONDS / 20)
    now = monotonic()
    there: list[str] = []
    for knock, (host, end) in list(knocks.items()):
        settled = knock in opened or knock in failed
        if settled and not knock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            there.append(host)
        if settled or now > end:
            del knocks[knock]
            knock.close()
    return there


def neighbours() -> list[str]:
    """The addresses around this computer's own private ones, 254 for each network; asks nobody."""
    own = {address for address in _own_addresses() if ipaddress.IPv4Address(address).is_private}
    networks = {ipaddress.IPv4Network(f"{address}/24", strict=False) for address in own}
    kept = [network for network in sorted(networks) if not network.is_loopback and not network.is_link_local]
    return [str(host) for network in kept for host in network.hosts() if str(host) not in own]


def _own_addresses() -> set[str]:
    """This computer's addresses: that of its way out (a UDP socket sends nothing by connecting), and its name's."""
    own: set[str] = set()
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        way_out.connect(("192.0.2.1", 9))
        own.add(way_out.getsockname()[0])
    with contextlib.suppress(OSError):
        own.update(socket.gethostbyname_ex(socket.gethostname())[2])
    return own
