"""The web shops and folders from which orders come: written down with their keys apart, and forgotten with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput
from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports.outside import SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.db import Database
    from shoppos.base.secrets import Secrets
    from shoppos.shop.settings import Settings

FOLDER, WOOCOMMERCE = "folder", "woocommerce"


class WebShops:
    """The setting of that name; a key never stands in it."""

    def __init__(self, db: Database, settings: Settings, secrets: Secrets) -> None:
        """Keep the list in `settings` and keys in `secrets`."""
        self.db = db
        self.settings = settings
        self.secrets = secrets

    def list(self) -> list[dict[str, Any]]:
        """Those that are set up, without any key."""
        return self.settings.get(SOURCES, list[dict[str, Any]]())

    def has_key(self, name: str) -> bool:
        """Whether a key is kept for it; asks the system's store, which may take its time."""
        return bool(self.secrets.get(f"web.{name}.key") and self.secrets.get(f"web.{name}.secret"))

    def keep(self, told: Mapping[str, Any], key: str = "", secret: str = "") -> None:
        """Listen to a web shop or folder from now on, or as changed; InvalidInput names the field that does not do.

        A key that is not given stays as it is. Orders made before it was first kept are not asked for.
        """
        one = checked(told)
        name, kept = str(one["name"]), self.list()
        if one["kind"] != FOLDER and bool(key) != bool(secret):
            raise InvalidInput(
                _("A web shop needs its key and its secret."), _("Type both."), "secret" if key else "key"
            )
        if one["kind"] != FOLDER and not key and not self.has_key(name):
            raise InvalidInput(
                _("A web shop needs its key and its secret."),
                _("WooCommerce makes them under Settings, Advanced, REST API."),
                "key",
            )
        known = any(other.get("name") == name for other in kept)
        changed = [{**_unchanged(other, told), **one} if other.get("name") == name else other for other in kept]
        self.settings.set(SOURCES, changed if known else [*kept, one])
        if one["kind"] != FOLDER and key:
            self.secrets.set(f"web.{name}.key", key)
            self.secrets.set(f"web.{name}.secret", secret)
        if one["kind"] != FOLDER and not self.settings.get(f"web_cursor.{name}", ""):
            now = dt.datetime.fromtimestamp(self.db.clock.ms() / 1000, dt.UTC).replace(tzinfo=None)
            self.settings.set(f"web_cursor.{name}", now.isoformat(timespec="seconds"))

    def forget(self, name: str) -> None:
        """Listen to it no more, and forget its key; its orders stay."""
        self.settings.set(SOURCES, [one for one in self.list() if one.get("name") != name])
        for part in ("key", "secret"):
            self.secrets.forget(f"web.{name}.{part}")


def checked(told: Mapping[str, Any]) -> dict[str, Any]:
    """A web shop as the setting has it; InvalidInput for a name, an address or a folder that does not do."""
    name = clean(str(told.get("name", "")), 40)
    if not name:
        raise InvalidInput(_("A web shop needs a name."), field="name")
    one: dict[str, Any] = {"name": name, "kind": str(told.get("kind", "")), "active": bool(told.get("active", True))}
    stock = str(told.get("stock", ""))
    if stock in {"mapped", "all"}:
        one["stock"] = stock
    if told.get("trusted") is True:
        one["trusted"] = True
    where = clean(str(told.get("where", "")), 300)
    if one["kind"] == FOLDER:
        if not where:
            raise InvalidInput(_("Name the folder in which orders are laid down."), field="where")
        return {**one, "path": where}
    parts = urlsplit(where)
    home = parts.scheme == "http" and parts.hostname in OWN
    if not parts.hostname or "@" in parts.netloc or (parts.scheme != "https" and not home):
        raise InvalidInput(
            _("{url} is not the address of a web shop.").format(url=where[:80] or '""'),
            _("It begins with https://, as in https://shop.example.com"),
            "where",
        )
    return {**one, "url": where.rstrip("/")}


def _unchanged(kept: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the setting beside what is told here; whom the shop trusts stays where nothing is told of it."""
    asked = {"stock", "path", "url"} | ({"trusted"} & set(told))
    return {name: value for name, value in kept.items() if name not in asked}
