"""Files on another computer by SFTP: its key is kept at the first visit, and no other is taken afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem  # pyright: ignore[reportMissingTypeStubs]  (fsspec brings none)

from shoppos.base.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

PORT = 22


class Sftp(SFTPFileSystem):
    """fsspec's own, but for the computer's key: fsspec takes any, and a password would go to whoever answers."""

    cachable = False

    def __init__(self, host: str, port: int, user: str, password: str, hosts: Path, timeout: float) -> None:
        """Connect; `hosts` is the file in which keys are kept. Without a password the user's own keys are tried."""
        self._hosts, self._timeout = hosts, timeout
        super().__init__(host, port=port or PORT, username=user or None, password=password or None)  # pyright: ignore[reportUnknownMemberType]  (fsspec tells no types)

    def _connect(self) -> None:
        """What fsspec calls to connect; paramiko.BadHostKeyException where another computer answers."""
        client = paramiko.SSHClient()
        self._hosts.touch(mode=0o600)
        client.load_host_keys(str(self._hosts))
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507  (for the first visit: it is kept)
        told = cast("dict[str, Any]", self.ssh_kwargs)  # pyright: ignore[reportUnknownMemberType]  (fsspec tells no types)
        told |= {"timeout": self._timeout, "banner_timeout": self._timeout, "auth_timeout": self._timeout}
        own = not told.get("password")  # each key that does not fit counts as a try, and most servers hang up at six
        told |= {"look_for_keys": own, "allow_agent": own}
        client.connect(cast("str", self.host), **told)  # pyright: ignore[reportUnknownMemberType]  (fsspec tells no types)
        self.client = client
        self.ftp = client.open_sftp()
        line = self.ftp.get_channel()
        if line is not None:
            line.settimeout(self._timeout)

    def close(self) -> None:
        """Hang up."""
        self.client.close()


def forgotten_said(address: str, *, gone: bool) -> str:
    """What `forget_key` has done."""
    said = (
        _("The key of {place} is forgotten. The next that answers there is kept: make sure that it is yours.")
        if gone
        else _("No key of {place} is kept.")
    )
    return said.format(place=address)


def forget_key(address: str, hosts: Path) -> bool:
    """Forget the key of the computer at an sftp:// address, so that the next visit is the first; whether one was kept.

    `hosts` is the file in which keys are kept; OSError where it cannot be written.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or PORT
    name = host if port == PORT else f"[{host}]:{port}"
    kept = paramiko.HostKeys(str(hosts)) if hosts.exists() else paramiko.HostKeys()
    if name not in kept:
        return False
    while name in kept:  # one for each kind of key
        del kept[name]
    kept.save(str(hosts))
    return True
