"""The link under which a customer follows an order: signed here, and read by a page that needs no server."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shoppos.base.errors import InvalidInput, Refused, ShopError, Unavailable
from shoppos.base.hosts import OWN
from shoppos.base.i18n import _
from shoppos.base.saving import save_all
from shoppos.base.signing import Signer
from shoppos.base.text import clean
from shoppos.reports import tracking
from shoppos.reports.tracking import SETTING, Choices
from shoppos.rules import tracking as rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from shoppos.base.db import Database
    from shoppos.base.secrets import Secrets
    from shoppos.rules.tracking import Tracking as State
    from shoppos.shop.settings import Settings

OWING = frozenset({"order", "advance", "bank", "run", "cod"})
"""What the kinds of acts begin with that may owe a message with a link."""


class Tracking:
    """Makes links and pages; `price` says what an open sale comes to now, in paise."""

    def __init__(self, db: Database, settings: Settings, secrets: Secrets, price: Callable[[bytes], int]) -> None:
        """Keep the key among `secrets`; nothing of it is read before the first link."""
        self.db = db
        self.settings = settings
        self.secrets = secrets
        self.signer = Signer(secrets)
        self.price = price
        self._asked = False
        db.beginning.append(self._before)

    def ready(self) -> None:
        """Read the key while no till has to wait: the system's store may ask somebody. Once, whatever comes of it."""
        if not self._asked and self.chosen().page:
            self._asked = True
            self.signer.public()

    def chosen(self) -> Choices:
        """Where the page lies and where pages are put."""
        return tracking.choices(self.db)

    def choose(self, **changes: str | int) -> Choices:
        """Choose where the page lies, and where pages are put: fields of `Choices`, but not the key.

        InvalidInput for an address that a customer's browser would not open or trust.
        """
        with self.db.transaction("setting.changed"):
            known = {name: clean(one, 300) if isinstance(one, str) else one for name, one in changes.items()}
            new = replace(self.chosen(), **known)  # type: ignore[arg-type]  # each caller names fields of Choices
            for field in ("page", "live"):
                _refuse_page(str(getattr(new, field)), field)
            if new.publish and not (new.page or new.live):
                raise InvalidInput(
                    _("Say at which address the world finds the pages, too."),
                    _("For example --page https://example.com/track/index.html"),
                    "page",
                )
            if not 0 <= new.days <= 3650:  # noqa: PLR2004  (ten years)
                raise InvalidInput(_("Say a number of days from 0 to 3650."), field="days")
            self.settings.set(SETTING, asdict(new))
        if (new.page or new.publish) and not new.key:
            self.key()
        return self.chosen()

    def key(self, *, new: bool = False) -> str:
        """The public key, made when the shop has none; `new` makes another, and links made so far are none any more.

        Refused when the shop has one whose private part is not on this computer.
        """
        have, known = self.signer.public(), self.chosen().key
        if have and (have == known or not known) and not new:
            made = have
        elif known and not new:
            raise Refused(
                _("The key that signs the shop's links is not on this computer."),
                _("Do this on the computer that has it. To begin anew: shoppos tracking export DIR --new-key"),
            )
        else:
            made = self.signer.make()
        if made != known:
            self.settings.set(SETTING, asdict(replace(self.chosen(), key=made)))
        return made

    def page(self, packed: str = "") -> str:
        """The shop's page, with its key; with an order's state inside if one is given."""
        return tracking.page(self.settings.profile(), self.key(), packed)

    def export(self, folder: Path, *, new_key: bool = False) -> Path:
        """Write the page into a folder; gives the file. Unavailable when it cannot be written."""
        self.key(new=new_key)
        (made,) = save_all(folder, [(tracking.INDEX, self.page().encode())])
        return made

    def state(self, order_id: bytes) -> State:
        """What the customer of an order is shown now."""
        return tracking.state(self.db, order_id, self.price)

    def states(self, order_ids: Sequence[bytes]) -> Iterator[tuple[bytes, State]]:
        """The same of many orders, each with its id; those that are not in the books are left out."""
        return tracking.states(self.db, order_ids, self.price)

    def packed(self, order_id: bytes) -> str:
        """That state packed and signed; Unavailable where the key is not on this computer."""
        return rules.pack(self.state(order_id), self._sign)

    def link(self, order_id: bytes) -> str:
        """The link of an order; Refused in words while there can be none."""
        made = tracking.link(self.db, order_id, self._sign, self.price)
        if not made:
            raise Refused(
                _("The shop has no page for its orders yet."),
                _("Make it with: shoppos tracking export DIR, put it on your website, then say where with --page."),
            )
        return made

    def link_of(self, order_id: bytes) -> str:
        """The link as messages take it: "" while there can be none, for no message waits for it.

        Inside an act, while all tills wait for it, only with a key that is read already.
        """
        if not self.db.raw.in_transaction:
            self.ready()
        try:
            return tracking.link(self.db, order_id, self._sign_at_once, self.price)
        except ShopError:
            return ""

    def _before(self, kind: str) -> None:
        if kind.partition(".")[0] in OWING or kind == "message.owed":
            self.ready()

    def _sign_at_once(self, data: bytes) -> bytes:
        if not self.signer.loaded:
            raise Unavailable(
                _("The key that signs the shop's links is not on this computer."),
                _("Make a new one with: shoppos tracking export DIR --new-key"),
            )
        return self._sign(data)

    def _sign(self, data: bytes) -> bytes:
        """Sign under the key that the page knows; Unavailable where it is not at hand."""
        if self.signer.public() != self.chosen().key:
            raise Unavailable(
                _("The key that signs the shop's links is not on this computer."),
                _("Make a new one with: shoppos tracking export DIR --new-key"),
            )
        return self.signer.sign(data)


def _refuse_page(address: str, field: str) -> None:
    """Browsers check a signature only on a page that came by https."""
    if not address:
        return
    parts = urlsplit(address)
    home = parts.scheme == "http" and (parts.hostname or "") in OWN
    if not parts.hostname or (parts.scheme != "https" and not home) or "#" in address or " " in address:
        raise InvalidInput(
            _("{link} is not the address of a page.").format(link=address[:60]),
            _("It begins with https://, as in https://example.com/track/index.html"),
            field,
        )
