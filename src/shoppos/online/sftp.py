"""Files on another computer by SFTP: its key is kept at the first visit, and no other is taken afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem  # pyright: ignore[reportMissingTypeStubs]  (fsspec brings none)

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
        client.connect(cast("str", self.host), **told)  # pyright: ignore[reportUnknownMemberType]  (fsspec tells no types)
        self.client = client
        self.ftp = client.open_sftp()
        line = self.ftp.get_channel()
        if line is not None:
            line.settimeout(self._timeout)

    def close(self) -> None:
        """Hang up."""
        self.client.close()
