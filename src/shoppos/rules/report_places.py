"""Where the owner's reports may go: the kinds of places, and what an address of each looks like."""

import re
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

MAIL, FOLDER, WEBDAV, SFTP, S3, WHATSAPP = "mail", "folder", "webdav", "sftp", "s3", "whatsapp"
KINDS = (MAIL, WHATSAPP, FOLDER, WEBDAV, SFTP, S3)
"""In the order in which they are offered."""
FILES = frozenset({FOLDER, WEBDAV, SFTP, S3})
"""Kinds of places that take files."""
BY_HAND = frozenset({WHATSAPP})
"""Kinds where a person presses send."""
LOGIN = frozenset({WEBDAV, SFTP, S3})
"""Kinds that may want a user and a password."""
OWED, SENDING, SENT, OPENED, FAILED, CANCELLED = "owed", "sending", "sent", "opened", "failed", "cancelled"
"""How a report stands on its way to one place."""
DAY, WEEK, MONTH = "day", "week", "month"
"""What is closed when a report is owed."""
LONGEST = 300
DOTS = frozenset({".", ".."})
"""Parts of an address that are folded away on the line: a bucket's signature would be of another one."""
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,23}", re.ASCII)
MAIL_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII
)
"""What a browser takes for a mail address, with a point in its domain (HTML, 4.10.5.1.5)."""
PHONE = re.compile(r"[6-9][0-9]{9}", re.ASCII)
"""A mobile number of India."""
SCHEMES = {WEBDAV: ("webdavs", "davs", "https", "webdav", "dav", "http"), SFTP: ("sftp",), S3: ("s3",)}
IN_THE_OPEN = frozenset({"webdav", "dav", "http"})
"""Schemes without TLS: a password goes through them to this computer alone."""


def fits(kind: str, where: str, own: Collection[str]) -> bool:
    """Whether `where` is an address of such a place; `own` are the names of this computer.

    A user or a password never stands in an address: it would stand in the shop's file with it.
    """
    if not where or len(where) > LONGEST or kind not in KINDS:
        return False
    if kind == MAIL:
        return MAIL_ADDRESS.fullmatch(where) is not None
    if kind == WHATSAPP:
        return PHONE.fullmatch(where) is not None
    if kind == FOLDER:
        return "://" not in where and (where.startswith(("/", "\\\\")) or bool(re.match(r"[A-Za-z]:[\\/]", where)))
    parts = _parts(where)
    if parts is None or parts.scheme not in SCHEMES[kind] or not parts.hostname:
        return False
    if "@" in parts.netloc or parts.query or parts.fragment or DOTS & {parts.hostname, *parts.path.split("/")}:
        return False
    return parts.scheme not in IN_THE_OPEN or parts.hostname in own


def key_of(name: str, kind: str, taken: frozenset[str]) -> str:
    """A short key of ASCII letters, digits and hyphens for a place of that name, other than those `taken`."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:20].strip("-") or kind
    if plain not in taken:
        return plain
    return next(key for n in range(2, len(taken) + 3) if (key := f"{plain}-{n}") not in taken)


def _parts(where: str) -> SplitResult | None:
    try:
        parts = urlsplit(where)
        _port = parts.port  # says no where it is no number
    except ValueError:
        return None
    return parts
