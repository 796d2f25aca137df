"""Places where a shop puts files: a folder, WebDAV, SFTP, a bucket, or another place that fsspec knows."""

from __future__ import annotations

import importlib
import logging
import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput, Unavailable
from shoppos.base.folders import is_there
from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.rules.report_places import DOTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

TIMEOUT = 20.0
"""Seconds that one answer of a place may take."""
FOLDER, WEBDAV, BUCKET, SFTP = "file", "webdav", "s3", "sftp"
REFUSED, FULL, NOT_THERE = (401, 403), 507, 404


def known_hosts(folder: Path) -> Path:
    """The file beside a shop's in which the keys of other computers are kept that are reached by SFTP."""
    return folder / "known_hosts"


@dataclass(frozen=True, slots=True)
class Address:
    """Where files are put: what kind of place, its address without what lies in it, and the folder in it."""

    kind: str
    host: str
    folder: str


def address(told: str) -> Address:
    """Read what a person typed: a folder, `webdavs://host/folder`, `s3://bucket/folder`, or another of fsspec's names.

    InvalidInput for what is no such place, and for WebDAV without TLS on another computer.
    """
    text = clean(told, 300)
    parts = urlsplit(text)
    wrong = _("{place} is not a place for pages.").format(place=text[:80])
    hint = _("For example /var/www/track, webdavs://cloud.example.com/dav/track, or s3://bucket/track.")
    if not text or "@" in parts.netloc:
        raise InvalidInput(wrong, hint, "publish")
    if parts.scheme in {"", "file"} or len(parts.scheme) == 1:  # a drive of Windows looks like a scheme
        folder = parts.path if parts.scheme == "file" else text
        if not folder.startswith(("/", "\\")) and folder[1:2] != ":":
            raise InvalidInput(wrong, hint, "publish")
        return Address(FOLDER, "", folder.rstrip("/"))
    if parts.scheme in {"webdav", "webdavs", "dav", "davs", "http", "https"}:
        safe = parts.scheme in {"webdavs", "davs", "https"}
        if not parts.hostname or not (safe or parts.hostname in OWN):
            raise InvalidInput(wrong, _("A password goes through TLS only: write webdavs://."), "publish")
        return Address(WEBDAV, f"{'https' if safe else 'http'}://{parts.netloc}{parts.path.rstrip('/')}", "")
    if DOTS & {parts.hostname, *parts.path.split("/")}:
        raise InvalidInput(wrong, hint, "publish")
    if parts.scheme == SFTP:
        return Address(SFTP, parts.netloc, parts.path.rstrip("/"))
    return Address(parts.scheme, parts.netloc, f"{parts.netloc}{parts.path}".rstrip("/"))


class Gone(Unavailable):
    """The folder of a place is not there any more: somebody took its disk away, or has removed it."""


class Place:
    """Files under plain names in one place; whatever goes wrong there is an Unavailable in words."""

    def __init__(
        self, told: str, user: str = "", password: str = "", endpoint: str = "", hosts: Path | None = None
    ) -> None:
        """Nothing is asked of the place before the first file. `endpoint` is a bucket's, where it is not Amazon's.

        `hosts` is the file in which the keys of other computers are kept that are reached by SFTP.
        """
        self.told = told
        self._address = address(told)
        self._hosts = hosts
        self._login = (user, password, endpoint)
        self._files: Any | None = None
        self._stands: bool | None = None
        self._disk = ""

    def standing(self, disk: str = "", *, makes: bool = False) -> Self:
        """The same place with a folder that has to be there, on that `disk`; `makes` makes it, but none around it."""
        self._stands, self._disk = not makes, disk
        return self

    def put(self, name: str, data: bytes) -> None:
        """Write a file; in a folder nobody sees half of it."""
        if not self._try(lambda files: self._write(files, name, data)):
            raise Unavailable(
                _("{place}: the folder in which its folder lies is not there.").format(place=self._said),
                _("Make it there, or correct the address of the place."),
            )

    def get(self, name: str) -> bytes | None:
        """What a file holds now; None when there is none."""
        return self._try(lambda files: self._read(files, name))

    def remove(self, name: str) -> None:
        """Take a file away; that it is not there is no error."""
        self._try(lambda files: files.rm_file(self._path(name)))

    def close(self) -> None:
        """Hang up, where a line is held."""
        held, self._files = self._files, None
        if held is not None and hasattr(held, "close"):
            held.close()

    # -- inside

    def _path(self, name: str) -> str:
        return f"{self._address.folder}/{name}" if self._address.folder else name

    @property
    def _said(self) -> str:
        return self._address.host or self._address.folder

    def _write(self, files: Any, name: str, data: bytes) -> bool:
        path = self._path(name)
        if self._stands is None and self._address.kind in {FOLDER, SFTP}:
            files.makedirs(self._address.folder, exist_ok=True)
        elif self._stands is not None:
            self._look(files)
        if self._address.kind in {FOLDER, SFTP}:
            files.pipe_file(f"{path}.new", data)
            files.mv(f"{path}.new", path)
        elif self._address.kind == BUCKET:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            files.pipe_file(path, data, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        else:
            files.pipe_file(path, data, **({"size": len(data)} if self._address.kind == WEBDAV else {}))
        return True

    def _look(self, files: Any) -> None:
        """Gone where the folder is not there, unless it may be made."""
        kind, folder = self._address.kind, self._address.folder
        there = is_there(folder, self._disk) if kind == FOLDER else _lies(files, kind, folder)
        if there:
            return
        if self._stands or kind == FOLDER:
            raise Gone(
                _("{place}: the folder is not there.").format(place=self.told),
                _("Plug in its disk or share, make it again, or send reports elsewhere; they wait."),
            )
        if kind == SFTP:
            files.mkdir(folder, create_parents=False)
        self._stands = True

    def _read(self, files: Any, name: str) -> bytes | None:
        if self._address.kind == WEBDAV:
            return self._fetched(files, name)
        files.invalidate_cache()
        found: bytes = files.cat_file(self._path(name))
        return found

    def _fetched(self, files: Any, name: str) -> bytes:
        """Asked for whole: the library's own file, once it failed, hangs up whenever waste is collected.

        That may be while its lines are locked by the same thread, which then waits for itself for ever.
        """
        answer = files.client.http.get(files.client.join_url(self._path(name)))
        if answer.status_code == NOT_THERE:
            raise FileNotFoundError(name)
        answer.raise_for_status()
        return bytes(answer.content)

    def _try(self, act: Callable[[Any], Any]) -> Any:
        try:
            if self._files is None:
                self._files = self._open()
            return act(self._files)
        except FileNotFoundError:
            return None
        except (Unavailable, InvalidInput):
            raise
        except Exception as error:
            self._drop()
            raise Unavailable(
                _("{place}: {reason}.").format(place=self._said, reason=_why(error)),
                _next_step(error),
            ) from error

    def _drop(self) -> None:
        """A line on which something went wrong is not used again."""
        try:
            self.close()
        except Exception as error:  # noqa: BLE001  (each library fails in its own way at hanging up)
            log.info("Hanging up: %s", type(error).__name__)

    def _open(self) -> Any:
        user, password, endpoint = self._login
        kind = self._address.kind
        if kind == WEBDAV:
            webdav = cast("Any", importlib.import_module("webdav4.fsspec"))  # only who has such a place waits for it
            auth = (user, password) if user else None
            return webdav.WebdavFileSystem(self._address.host, auth=auth, timeout=TIMEOUT, retry=False)
        if kind == BUCKET:
            from shoppos.online.bucket import Bucket  # noqa: PLC0415  (as above)

            return Bucket(user, password, endpoint, TIMEOUT)
        if kind == SFTP and self._hosts is None:
            raise Unavailable(
                _("{place}: nothing keeps which computer it is, so nothing is sent there.").format(place=self._said),
                _("Send reports there by the program itself, which keeps its key."),
            )
        if kind == SFTP and self._hosts is not None:
            from shoppos.online.sftp import Sftp  # noqa: PLC0415  (as above)

            parts = urlsplit(self.told)
            return Sftp(parts.hostname or "", parts.port or 0, user, password, self._hosts, TIMEOUT)
        fsspec = cast("Any", importlib.import_module("fsspec"))  # as above
        options: dict[str, Any] = {"auto_mkdir": self._stands is None} if kind == FOLDER else {}
        try:
            return fsspec.filesystem(kind, **options)
        except (ImportError, ValueError) as error:
            raise Unavailable(
                _("For {place} a library is missing here: {reason}.").format(place=f"{kind}://", reason=_why(error)),
                _("A folder and WebDAV need none."),
            ) from error


def _lies(files: Any, kind: str, folder: str) -> bool:
    """Whether a folder is on another computer, by what the library hears and not by what it supposes of a silence."""
    if kind == WEBDAV:
        return bool(files.client.exists(folder))
    if kind == SFTP and folder:
        try:
            files.info(folder)
        except FileNotFoundError:
            return False
    return True


def _why(error: Exception) -> str:
    """A library's complaint as a person reads it, without an address that may hold a key."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    if status in REFUSED:
        return _("the user or password is not accepted, or may not write there")
    if status == FULL or getattr(error, "errno", None) == 28:  # noqa: PLR2004  (ENOSPC)
        return _("it is full")
    if status is not None:
        return _("it answered {status}").format(status=status)
    if type(error).__module__.startswith(("httpx", "httpcore")):
        return _("it does not answer")
    if type(error).__module__.startswith("paramiko"):
        return _why_not_by_ssh(error)
    return clean(getattr(error, "strerror", "") or str(error) or type(error).__name__, 160)


def _next_step(error: Exception) -> str:
    """What to do about it."""
    if type(error).__name__ == "BadHostKeyException":
        return _(
            "If the computer was set up anew, forget its old key: in the settings at the place, or by {command}"
        ).format(command="shoppos deliver forget-key")
    return _("Check the line and the place in the settings; it is tried again.")


def _why_not_by_ssh(error: Exception) -> str:
    known = {
        "AuthenticationException": _("the user or password is not accepted, or may not write there"),
        "BadHostKeyException": _("another computer answers than before, so nothing is sent to it"),
    }
    return known.get(type(error).__name__, _("it does not answer"))
