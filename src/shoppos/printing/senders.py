"""Who sends a paper just now: locks that the operating system takes back when the sender dies."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from hashlib import sha256
from time import monotonic, sleep
from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.ids import new_id
from shoppos.base.lock import WindowLock, holder
from shoppos.printing.printers import place

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

GLANCE = 0.05
"""Seconds between two looks whether a printer is free."""


class Senders:
    """Every program that prints for this shop: its window, and commands that run beside it."""

    def __init__(self, folder: Path) -> None:
        """Keep the locks in the shop's folder."""
        self._folder = folder

    @contextmanager
    def sending(self) -> Generator[str]:
        """Hold a lock while one paper is on its way; gives its name, never used before."""
        name = new_id().hex()
        lock = WindowLock(self._path(name))
        lock.take()
        try:
            yield name
        finally:
            lock.release()
            _clear(lock.path)

    def lives(self, name: str) -> bool:
        """Whether the sender of that name is still at it; the lock of a dead one is cleared away."""
        if not name:
            return False
        path = self._path(name)
        if holder(path):
            return True
        _clear(path)
        return False

    @contextmanager
    def at(self, address: str, patience: float = 0.0) -> Generator[bool]:
        """Have a printer to oneself: most take one caller; gives False if another has it for `patience` seconds more.

        Its papers keep their order only if whoever has it chooses the next one after taking it.
        """
        lock = WindowLock(self._at(address, "lock"))
        until = monotonic() + patience
        while not (taken := _taken(lock)) and monotonic() < until:
            sleep(GLANCE)
        try:
            yield taken
        finally:
            lock.release()

    # -- jobs that broke off

    def is_torn(self, address: str) -> bool:
        """Whether the last job to that printer may have ended in its middle."""
        return self._torn(address).exists()

    def tear(self, address: str) -> None:
        """A job is on its way there; written down first, for a program may end at any moment."""
        with suppress(OSError):
            self._torn(address).touch()

    def mend(self, address: str) -> None:
        """The job is whole, or none of it went."""
        _clear(self._torn(address))

    def _torn(self, address: str) -> Path:
        return self._at(address, "torn")

    def _at(self, address: str, ending: str) -> Path:
        return self._folder / f"printer-{sha256(place(address).encode()).hexdigest()[:16]}.{ending}"

    def _path(self, name: str) -> Path:
        return self._folder / f"sending-{name}.lock"


def _taken(lock: WindowLock) -> bool:
    with suppress(Refused):
        lock.take(signed=False)
        return True
    return False


def _clear(path: Path) -> None:
    """Remove a lock that nobody holds; one that is being looked at just now stays, and harms nobody."""
    with suppress(OSError):
        path.unlink()
