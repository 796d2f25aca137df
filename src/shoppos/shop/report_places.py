"""The places to which the owner's reports go: written down with their passwords apart, and forgotten with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.folders import disk_of
from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.models.owed_report import Delivery
from shoppos.reports import deliveries
from shoppos.reports.deliveries import SETTING, Place
from shoppos.rules.report_places import (
    CANCELLED,
    FAILED,
    FOLDER,
    KEY,
    KINDS,
    LOGIN,
    MAIL,
    OPENED,
    OWED,
    S3,
    SENDING,
    SFTP,
    WEBDAV,
    WHATSAPP,
    fits,
    key_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shoppos.base.db import Database
    from shoppos.base.secrets import Secrets
    from shoppos.base.transaction import Transaction
    from shoppos.shop.settings import Settings

INDIA = ("+91", "91", "0")
TEN = 10
MOST = 40
"""Letters of a place's name."""


class ReportPlaces:
    """The setting of that name; a password never stands in it."""

    def __init__(self, db: Database, settings: Settings, secrets: Secrets) -> None:
        """Keep the list in `settings` and passwords in `secrets`."""
        self.db = db
        self.settings = settings
        self.secrets = secrets

    def places(self) -> list[Place]:
        """Those that are set up, without any password."""
        return deliveries.places(self.db)

    def has_password(self, key: str) -> bool:
        """Whether a password is kept for it; asks the system's store, which may take its time."""
        return bool(self.secrets.get(secret_of(key)))

    def set_place(
        self, kind: str, where: str, *, name: str = "", key: str = "", user: str = "", password: str = "",
        endpoint: str = "", active: bool = True,
    ) -> Place:  # fmt: skip
        """Send reports there from now on, or as changed; InvalidInput names the field that does not do.

        A password that is not given stays as it is, but goes to no other host than the one it was given for. What
        waits for the place is tried again at once, and what failed there too where its address was changed; reports of
        days that were closed before it was set up are not sent by themselves.
        """
        kept = self.places()
        known = {one.key: one for one in kept}
        made = checked(kind, where, name, user, endpoint)
        key = clean(key, 24) or key_of(made.name, kind, frozenset(known))
        if not KEY.fullmatch(key):
            raise InvalidInput(
                _("{key} is no key of a place.").format(key=key), _("Take letters a-z, digits and hyphens."), "key"
            )
        before = known.get(key)
        if before is not None and before.kind != kind:
            raise InvalidInput(
                _("{name} is a place of another kind.").format(name=before.name),
                _("Remove it and set up another one."), "kind",
            )  # fmt: skip
        taken = frozenset(one.name.casefold() for one in kept if one.key != key)
        made = replace(made, key=key, active=active, name=told_apart(made.name, taken))
        self.settings.guard(SETTING)
        if kind == FOLDER:
            made = replace(made, disk=self._disk(made, before))
        if kind in LOGIN and password:  # before what wakes the sender, which would try the old one
            self.secrets.set(secret_of(key), password)
        elif before is not None and kind in LOGIN:
            self._ask_anew(before, made)
        with self.db.transaction("place.set") as tx:
            now = self.places()  # another program may have set one up since
            stands = any(one.key == key for one in now)
            if stands and before is None:
                raise Refused(
                    _("{name} was set up just now by another program.").format(name=made.name), _("Look at the list.")
                )
            every = [made if one.key == key else one for one in now] if stands else [*now, made]
            self.settings.set(SETTING, [one.told() for one in every])
            self._owe_again(tx, key, failed=bool(before and (password or _told_apart(before, made))))
        return made

    def again(self, key: str) -> None:
        """Try at once what waits for that place; NotFound where there is none."""
        one = deliveries.place(self.db, key)
        self.settings.guard(SETTING)
        with self.db.transaction("place.again") as tx:
            self._owe_again(tx, one.key, failed=False)

    def remove_place(self, key: str) -> Place:
        """Send nothing there any more, owe it nothing, and forget its password; NotFound where there is none."""
        gone = deliveries.place(self.db, key)
        with self.db.transaction("place.removed") as tx:
            self.settings.set(SETTING, [one.told() for one in self.places() if one.key != gone.key])
            why = _("The place was removed.")
            for (report_id,) in tx.run(
                "SELECT report_id FROM delivery WHERE place = ? AND state IN (?, ?, ?)",
                (gone.key, OWED, OPENED, FAILED),
            ).fetchall():
                row = {"report_id": report_id, "place": gone.key}
                tx.change(Delivery, row, {"state": CANCELLED, "error": why, "done_at": tx.at}, local=True)
        self.secrets.forget(secret_of(gone.key))
        return gone

    def waiting(self, key: str) -> list[bytes]:
        """The reports that have not arrived at that place."""
        rows = self.db.rows(
            "SELECT report_id FROM delivery WHERE place = ? AND state IN (?, ?, ?, ?)",
            (key, OWED, SENDING, OPENED, FAILED),
        )
        return [row[0] for row in rows]

    def put_back(self, before: list[dict[str, Any]], key: str = "", waited: Sequence[bytes] = ()) -> None:
        """Let the list be what it was before, and owe again what `waited` for the place `key` that was removed.

        Its password was forgotten with it.
        """
        with self.db.transaction("place.back") as tx:
            self.settings.set(SETTING, before)
            for report_id in waited:
                row = {"report_id": report_id, "place": key, "state": CANCELLED}
                again = {"state": OWED, "next_at": tx.at, "error": "", "done_at": None}
                tx.change(Delivery, row, again, local=True)

    # -- inside

    def _disk(self, made: Place, before: Place | None) -> str:
        """The disk of a folder, which is made now where the one in which it lies is there; InvalidInput without."""
        if before is not None and before.where == made.where:
            return before.disk
        folder = Path(made.where)
        try:
            if not folder.is_dir():
                folder.mkdir()
            return disk_of(folder, self.db.path.parent)
        except FileNotFoundError as error:
            raise InvalidInput(
                _("{folder} is not there, nor is the folder in which it would lie.").format(folder=folder),
                _("Plug in its disk or share first, or look whether it is spelled right."), "where",
            ) from error  # fmt: skip
        except OSError as error:
            said = _("{folder} cannot be made: {reason}.")
            raise InvalidInput(
                said.format(folder=folder, reason=clean(error.strerror or "", 120)),
                _("Choose another folder."),
                "where",
            ) from error

    def _ask_anew(self, before: Place, made: Place) -> None:
        """InvalidInput where a password that was given for one host would go to another."""
        old, new = host_of(before), host_of(made)
        if old != new and self.has_password(before.key):
            raise InvalidInput(
                _("The password was given for {host}, and does not go to {other}.").format(host=old, other=new),
                _("Type the password for the new address."), "password",
            )  # fmt: skip

    def _owe_again(self, tx: Transaction, key: str, *, failed: bool) -> None:
        """Let what waits there go at once; also what `failed`."""
        tx.run(
            "UPDATE delivery SET state = ?, next_at = ?, error = '', done_at = NULL WHERE place = ? "
            "AND state IN (?, ?)",
            (OWED, tx.at, key, OWED, FAILED if failed else OWED), touches=Delivery,
        )  # fmt: skip


def host_of(one: Place) -> str:
    """Whom a place's password is told: the host of its address with how it is spoken to, of a bucket its service's."""
    parts = urlsplit(one.endpoint if one.kind == S3 else one.where)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else "s3.amazonaws.com"


def _told_apart(before: Place, made: Place) -> bool:
    """Whether reports go elsewhere than before, or by another's name."""
    return (before.where, before.user, before.endpoint) != (made.where, made.user, made.endpoint)


def told_apart(name: str, taken: frozenset[str]) -> str:
    """That name, with a number behind it where another place is called so already (`taken`, in small letters)."""
    if name.casefold() not in taken:
        return name
    numbered = (f"{name[: MOST - 3]} {n}" for n in range(2, len(taken) + 3))
    return next(one for one in numbered if one.casefold() not in taken)


def secret_of(key: str) -> str:
    """The name under which a place's password is kept."""
    return f"delivery.{key}"


def checked(kind: str, where: str, name: str, user: str, endpoint: str) -> Place:
    """A place with its address in its one spelling, without a key yet; InvalidInput names the field."""
    if kind not in KINDS:
        raise InvalidInput(
            _("{kind} is no kind of place.").format(kind=clean(kind, 20)),
            _("Choose one of {kinds}.").format(kinds=", ".join(KINDS)), "kind",
        )  # fmt: skip
    told = clean(where, 301)
    if kind == WHATSAPP:
        told = _phone(told)
    if not fits(kind, told, OWN):
        raise InvalidInput(*_wrong(kind, told), "where")
    more: dict[str, Any] = {"user": clean(user, 120) if kind in LOGIN else ""}
    if kind == S3 and endpoint:
        more["endpoint"] = clean(endpoint, 200)
        if not fits(WEBDAV, more["endpoint"], OWN) or not more["endpoint"].startswith("http"):
            raise InvalidInput(
                _("{place} is no address of a bucket's service.").format(place=more["endpoint"][:80]),
                _("It begins with https://, as in https://s3.example.com"), "endpoint",
            )  # fmt: skip
    return Place("", kind, clean(name, MOST) or deliveries.kind_said(kind), told, **more)


def _phone(told: str) -> str:
    """A mobile number as ten digits."""
    digits = ascii_digits(told).replace(" ", "").replace("-", "")
    for before in INDIA:
        if digits.startswith(before) and len(digits) == len(before) + TEN:
            return digits.removeprefix(before)
    return digits


def _wrong(kind: str, told: str) -> tuple[str, str]:
    """What an address is not, and how one looks."""
    examples = {
        MAIL: _("For example owner@example.com"), WHATSAPP: _("It has ten digits and begins with 6 to 9."),
        FOLDER: _("For example /home/shop/reports, or D:\\Reports."),
        WEBDAV: _("For example webdavs://cloud.example.com/reports; a password goes through TLS only."),
        SFTP: _("For example sftp://host.example.com/reports; user and password have their own fields."),
        S3: _("For example s3://bucket/reports"),
    }  # fmt: skip
    said = _("{place} is no place for reports of this kind.").format(place=told[:80] or '""')
    return said, examples[kind]
