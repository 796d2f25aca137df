"""Secrets: what opens the shop's mailbox or signs its links; never in the shop's file, its journal or its diary."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.errors import Refused, Unavailable
from shoppos.base.i18n import _
from shoppos.base.lock import WindowLock

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

FILE = "secrets.json"
PATIENCE = 5.0
"""Seconds that one waits for another program which writes a secret just now."""
REAL = frozenset({
    ("keyring.backends.Windows", "WinVaultKeyring"), ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"), ("keyring.backends.libsecret", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"), ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet5"),
})  # fmt: skip
"""The stores of an operating system; anything else that calls itself one may write plain text."""


def real_keyring() -> Any | None:
    """The operating system's own store, or None: keyring picks others silently, and those are not taken."""
    try:
        import keyring  # noqa: PLC0415  (looks for stores when it is loaded, which takes a moment)

        chosen: Any = keyring.get_keyring()
    except Exception:  # noqa: BLE001  (a broken store of the desktop is no store)
        return None
    for one in (chosen, *getattr(chosen, "backends", ())):
        if (type(one).__module__, type(one).__name__) in REAL:
            return one
    return None


class Secrets:
    """The secrets of the shop in one folder: in the system's store, else in a file that only its owner may read."""

    def __init__(self, folder: Path, find: Callable[[], Any | None] = real_keyring) -> None:
        """Name the folder; the store is looked for at the first use."""
        self._folder = folder
        self._file = folder / FILE
        self._service = f"ShopPOS {folder.resolve()}"
        self._find = find
        self._found: list[Any | None] = []
        self._guard = threading.Lock()

    @property
    def warning(self) -> str:
        """What the owner should know about where secrets are kept, "" where the system keeps them."""
        if self._store() is not None:
            return ""
        return _(
            "This computer has no store for passwords, so they stand in {file}. Who can read that file can use them."
        ).format(file=self._file)

    def get(self, name: str) -> str:
        """The secret of that name, "" when there is none or a locked store does not show it now."""
        try:
            return self._kept(name)
        except Unavailable:
            return ""

    def set(self, name: str, value: str) -> None:
        """Keep a secret under a name; Unavailable when the file cannot be written."""
        store = self._store()
        if store is not None:
            try:
                store.set_password(self._service, name, value)
            except Exception:  # noqa: BLE001  (each store fails in its own way; the file takes it)
                self._found[:] = [None]
            else:
                self._change(name, None)
                return
        self._change(name, value)

    def forget(self, name: str) -> None:
        """Keep it no longer; that it was not there is no error."""
        store = self._store()
        if store is not None:
            with contextlib.suppress(Exception):  # says that there is none
                store.delete_password(self._service, name)
        self._change(name, None)

    def where(self, name: str) -> str:
        """Where a secret is kept: "keyring", "file", or "" when there is none."""
        if name in self._read():
            return "file"
        return "keyring" if self.get(name) else ""

    def made(self, name: str, size: int = 32) -> str:
        """The secret of that name, made of `size` random bytes when there is none.

        Unavailable when the system's store does not say whether there is one: what was signed by it would be void.
        """
        kept = self._kept(name)
        if not kept:
            kept = token_urlsafe(size)
            self.set(name, kept)
        return kept

    # -- inside

    def _kept(self, name: str) -> str:
        """The secret, "" when there is none; the file comes first: it holds what the store would not take."""
        if filed := self._read().get(name, ""):
            return filed
        store = self._store()
        if store is None:
            return ""
        try:
            kept = store.get_password(self._service, name)
        except Exception as error:  # each store fails in its own way; it is asked again at the next use
            raise Unavailable(
                _("The store for passwords of this computer cannot be read now."), _("Unlock it, then try again.")
            ) from error
        return "" if kept is None else str(kept)

    def _store(self) -> Any | None:
        with self._guard:
            if not self._found:
                self._found.append(self._find())
            return self._found[0]

    def _read(self) -> dict[str, str]:
        try:
            kept: Any = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(kept, dict):
            return {}
        return {str(name): str(value) for name, value in cast("dict[Any, Any]", kept).items()}

    def _change(self, name: str, value: str | None) -> None:
        """Write the file anew with one secret changed, None for gone, under a lock that all programs take."""
        if value is None and name not in self._read():
            return
        with self._guard, self._alone():
            kept = self._read()
            if value is None:
                kept.pop(name, None)
            else:
                kept[name] = value
            try:
                _write(self._file, kept)
            except OSError as error:
                raise Unavailable(
                    _("{file} cannot be written: {reason}.").format(file=self._file, reason=error.strerror),
                    _("Nothing was changed. Free some space or check the disk, then do it again."),
                ) from error

    @contextlib.contextmanager
    def _alone(self) -> Generator[None]:
        lock = WindowLock(self._folder / f"{FILE}.lock")
        until = time.monotonic() + PATIENCE
        while True:
            try:
                lock.take(signed=False)
                break
            except Refused:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
        try:
            yield
        finally:
            lock.release()


def _write(file: Path, kept: dict[str, str]) -> None:
    """Put a new file in the old one's place: whole or not at all, and never readable for others."""
    made = file.with_name(f".{file.name}.{os.getpid()}")
    made.unlink(missing_ok=True)
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as text:
        json.dump(kept, text, ensure_ascii=False, indent=1, sort_keys=True)
        text.flush()
        os.fsync(text.fileno())
    made.replace(file)
