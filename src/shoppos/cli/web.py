"""Orders from the web: web add, list, test, sync, waiting, match, lower, address, take, leave, map, remove."""

from __future__ import annotations

import getpass
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import parse_quantity, plain, quantity
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, PARTLY, REFUSED, answer, note, table
from shoppos.cli.place import folder, opened

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.online.drop_folder import Lies
    from shoppos.online.storefront import Synced, Web
    from shoppos.shop import Shop
    from shoppos.shop.outside_desk import Waiting

KINDS = ("woocommerce", "folder")


def add(commands: Commands) -> None:
    """Add these commands."""
    web = commands.group("web", "orders from a web shop or a folder")
    new = web.add("add", create, "listen to a web shop, or to a folder of CSV and JSON")
    new.add_argument("name", help="what the shop calls it")
    new.add_argument("kind", choices=KINDS)
    new.add_argument("where", help="its address (https://…), or the folder")
    new.add_argument("--key-file", type=Path, metavar="FILE", help="key on the first line, secret on the second")
    new.add_argument("--stock", choices=("none", "mapped", "all"), default="none", help="tell it what can be sold")
    new.add_argument("--since", default="", metavar="2026-05-03", help="orders from that day on; else from now on")
    new.add_argument("--trusted", action="store_true", help="what it says was paid is enough to send the goods")
    web.add("list", every, "what is listened to")
    web.add("remove", remove, "listen to it no more; its orders stay").add_argument("name")
    web.add("test", test, "does it answer?").add_argument("name")
    now = web.add("sync", sync, "listen and tell, again and again")
    now.add_argument("name", nargs="?", default="")
    now.add_argument("--once", action="store_true", help="one round, then end")
    web.add("waiting", waiting, "the orders that wait for a person")
    _deciding(web)


def _deciding(web: Commands) -> None:
    match = web.add("match", match_line, "say which item a line is; from now on that code means it")
    for word, told in (("order", "its number there"), ("line", "1 is the first"), ("code", "of the item")):
        match.add_argument(word, help=told)
    less = web.add("lower", lower, "sell less of a line; 0 leaves it out")
    for word in ("order", "line", "quantity"):
        less.add_argument(word)
    where = web.add("address", address, "say where an order goes that waits without an address")
    where.add_argument("order", help="its number there")
    where.add_argument("--address", default="", metavar="TEXT")
    where.add_argument("--pin-code", default="", metavar="PIN")
    where.add_argument("--town", default="")
    where.add_argument("--state", default="", metavar="CODE", help="of the GST, as 27")
    where.add_argument("--pickup", action="store_true", help="the customer fetches it")
    take = web.add("take", take_order, "take an order that waits, as it was decided")
    take.add_argument("order", help="its number there")
    take.add_argument("--backorder", action="store_true", help="the customer waits for what is not there")
    leave = web.add("leave", leave_order, "take an order no further")
    leave.add_argument("order")
    leave.add_argument("--reason", required=True)
    leave.add_argument("--refuse", action="store_true", help="tell the web shop that it is cancelled")
    mapped = web.add("map", map_item, "say which item a code of a web shop is; without an item none any more")
    for word in ("name", "sku"):
        mapped.add_argument(word)
    mapped.add_argument("code", nargs="?", default="")


def create(options: Namespace) -> int:
    """Write it down; its key goes where secrets are kept."""
    from shoppos.base.secrets import Secrets
    from shoppos.online.channels import client
    from shoppos.online.storefront import sources

    name = clean(options.name, 40)
    if not name:
        raise InvalidInput(_("A web shop needs a name."), field="name")
    told: dict[str, Any] = {"name": name, "kind": options.kind, "active": True}
    if options.stock != "none":
        told["stock"] = options.stock
    if options.trusted:
        told["trusted"] = True
    secrets = Secrets(folder(options))
    with opened(options) as shop:
        if options.kind == "folder":
            told["path"] = str(Path(options.where).resolve())
        else:
            line = client(options.where)
            if line is None:
                raise InvalidInput(_("{url} must begin with https.").format(url=clean(options.where, 80)), "", "where")
            line.close()
            told["url"] = options.where.rstrip("/")
            key, secret = _key(options)
            secrets.set(f"web.{name}.key", key)
            secrets.set(f"web.{name}.secret", secret)
        shop.settings.set("web", [one for one in sources(shop.db) if one.get("name") != name] + [told])
        if options.kind != "folder" and not shop.receiving.cursor(name):
            shop.receiving.read_up_to(name, _since(shop, options.since))
    if secrets.warning and options.kind != "folder":
        note(secrets.warning)
    answer(options, told, _("{name} is listened to. Try it: shoppos web test {name}").format(name=name))
    return DONE


def every(options: Namespace) -> int:
    """List them, without any key."""
    from shoppos.online.storefront import sources

    with opened(options) as shop:
        many = [
            {**told, "read_up_to": shop.receiving.cursor(str(told.get("name"))), "waiting": _waits(shop, told)}
            for told in sources(shop.db)
        ]
    rows = [(one["name"], one["kind"], one.get("url") or one.get("path", ""), one["waiting"]) for one in many]
    answer(options, many, table((_("Name"), _("Kind"), _("Where"), _("Waiting")), rows, "   r"))
    return DONE


def remove(options: Namespace) -> int:
    """Forget it and its key."""
    from shoppos.base.secrets import Secrets
    from shoppos.online.storefront import named, sources

    with opened(options) as shop:
        gone = named(shop.db, options.name)
        shop.settings.set("web", [one for one in sources(shop.db) if one != gone])
        for part in ("key", "secret"):
            Secrets(folder(options)).forget(f"web.{options.name}.{part}")
    answer(options, gone, _("{name} is listened to no more.").format(name=options.name))
    return DONE


def test(options: Namespace) -> int:
    """Ask it something that changes nothing."""
    from shoppos.base.secrets import Secrets
    from shoppos.online.storefront import named, storefront

    with opened(options) as shop:
        front = storefront(named(shop.db, options.name), Secrets(folder(options)))
        try:
            said = front.test()
        finally:
            front.rest()
    answer(options, {"name": options.name, "said": said}, said)
    return DONE


def sync(options: Namespace) -> int:
    """One round, or round after round until it is interrupted."""
    from shoppos.base.secrets import Secrets
    from shoppos.online.storefront import Web

    with opened(options) as shop:
        web = Web(shop.db, shop.receiving, folder(options), Secrets(folder(options)), _say)
        if options.once:
            return _told(options, web)
        print(_("Listening. Ctrl+C ends it."), file=sys.stderr)
        while True:
            time.sleep(web.work() or 1.0)


def waiting(options: Namespace) -> int:
    """List what waits, with each line and what it is here; of what cannot be read where it lies and what it says."""
    from shoppos.online.drop_folder import refused

    with opened(options) as shop:
        many, folders = shop.receiving.waiting(), _folders(shop)
    lines = list[str]()
    for one in many:
        lines.append(f"{one.row.source} {one.row.outside_id}  {one.row.reason}")
        for line in one.lines:
            what = line.hit.code if line.hit else "?"
            lines.append(f"  {line.no}  {quantity(line.told.quantity)} x {line.said}  {what}")
        lines += _unread(_where(folders, one), one.text)
    documents = [_document(one, _where(folders, one)) for one in many]
    for name, path in folders.items():
        for lies in refused(path):
            lines += [f"{name}  {lies.why}", *_unread(str(lies.file), lies.text)]
            documents.append(_refused_told(name, lies))
    answer(options, documents, lines or [_("Nothing waits.")])
    return DONE


def _folders(shop: Shop) -> dict[str, Path]:
    """The folders in which orders are laid down, by their names."""
    from shoppos.online.storefront import sources

    return {str(one["name"]): Path(one["path"]) for one in sources(shop.db) if one.get("path")}


def _where(folders: dict[str, Path], one: Waiting) -> str:
    """Where the file of an order lies that cannot be read, "" where there is none any more."""
    from shoppos.online.drop_folder import lies_in

    lies = lies_in(folders[one.row.source], one.file) if one.file and one.row.source in folders else None
    return str(lies) if lies is not None else ""


def _unread(file: str, text: str) -> list[str]:
    """What cannot be read, as it came, and what to do about it."""
    if not text and not file:
        return []
    mend = _("It lies in {file}. Mend it and lay it into the folder again.").format(file=file) if file else ""
    return [*(f"  | {line}" for line in text.splitlines()), *([f"  {mend}"] if mend else [])]


def _refused_told(name: str, lies: Lies) -> dict[str, Any]:
    """A file that was refused whole."""
    return {
        "source": name, "order": "", "reason": lies.why, "number": "", "backorder": False, "text": lies.text,
        "file": str(lies.file), "lines": [],
    }  # fmt: skip


def match_line(options: Namespace) -> int:
    """Say which item a line is."""
    with opened(options) as shop:
        row_id = shop.receiving.find(options.order)
        shop.receiving.match(row_id, _line(options), _product(shop, options.code))
    answer(options, {"order": options.order, "line": options.line, "code": options.code}, _("Matched."))
    return DONE


def lower(options: Namespace) -> int:
    """Sell less of a line."""
    with opened(options) as shop:
        amount = parse_quantity(options.quantity)
        shop.receiving.lower(shop.receiving.find(options.order), _line(options), amount)
    answer(options, {"order": options.order, "line": options.line, "quantity": quantity(amount)}, _("Lowered."))
    return DONE


def address(options: Namespace) -> int:
    """Say where it goes."""
    with opened(options) as shop:
        shop.receiving.send_to(
            shop.receiving.find(options.order), options.address, pin_code=options.pin_code, town=options.town,
            region=options.state, pickup=options.pickup,
        )  # fmt: skip
    told = {
        "order": options.order, "address": options.address, "pin_code": options.pin_code, "town": options.town,
        "pickup": options.pickup,
    }  # fmt: skip
    answer(options, told, _("Noted."))
    return DONE


def take_order(options: Namespace) -> int:
    """Take it; the answer is the shop's own number."""
    with opened(options) as shop:
        order_id = shop.receiving.take(shop.receiving.find(options.order), backorder=options.backorder or None)
        view = shop.orders.view(order_id)
    told = {"order": options.order, "number": view.number, "state": view.state, "payable": plain(view.payable)}
    answer(options, told, _("Taken as order {number}.").format(number=view.number))
    return DONE


def leave_order(options: Namespace) -> int:
    """Take it no further."""
    with opened(options) as shop:
        shop.receiving.leave(shop.receiving.find(options.order), options.reason, refuse=options.refuse)
    answer(options, {"order": options.order, "refused": options.refuse}, _("Left."))
    return DONE


def map_item(options: Namespace) -> int:
    """Say which item a code means there."""
    with opened(options) as shop:
        shop.receiving.map(options.name, options.sku, _product(shop, options.code) if options.code else None)
    answer(options, {"name": options.name, "sku": options.sku, "code": options.code}, _("Noted."))
    return DONE


# -- inside


def _told(options: Namespace, web: Web) -> int:
    done = web.once(options.name)
    documents = [
        {"name": one.source, "orders": one.orders, "told": one.told, "stock": one.stock, "trouble": one.trouble}
        for one in done
    ]
    answer(options, documents, [_line_of(one) for one in done] or [_("No web shop is set up.")])
    trouble = any(one.trouble for one in done)
    if trouble and not any(one.orders or one.told or one.stock for one in done):
        return REFUSED
    return PARTLY if trouble or any(one.waits for one in done) else DONE


def _say(sentence: str, _kind: str) -> None:
    note(sentence)


def _line_of(done: Synced) -> str:
    said = _("{name}: {new} new, {changed} changed, {waiting} waiting; {told} told; stock of {stock} items put")
    counts = {kind: done.orders.get(kind, 0) for kind in ("new", "changed", "waiting")}
    return said.format(name=done.source, told=done.told, stock=done.stock, **counts)


def _key(options: Namespace) -> tuple[str, str]:
    """Key and secret from a file, or asked at the terminal; never as words of a command, which others could read."""
    if options.key_file is not None:
        try:
            lines = options.key_file.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError):
            lines = []
    elif sys.stdin.isatty():
        lines = [getpass.getpass(_("Consumer key: ")), getpass.getpass(_("Consumer secret: "))]
    else:
        lines = [os.environ.get("SHOPPOS_WEB_KEY", ""), os.environ.get("SHOPPOS_WEB_SECRET", "")]
    if len(lines) != 2 or not all(lines):  # noqa: PLR2004  (a key and its secret)
        raise InvalidInput(
            _("A web shop needs its key and its secret."),
            _("Write them on two lines of a file: --key-file FILE"),
            "key",
        )
    return lines[0].strip(), lines[1].strip()


def _since(shop: Shop, text: str) -> str:
    """The moment from which on orders are read, as the cursor has it."""
    import datetime as dt

    try:
        day = dt.datetime.fromisoformat(text) if text else dt.datetime.fromtimestamp(shop.db.clock.ms() / 1000, dt.UTC)
    except ValueError:
        raise InvalidInput(
            _("{text} is not a day.").format(text=clean(text, 40)), _("Type 2026-05-03."), "since"
        ) from None
    return day.replace(tzinfo=None).isoformat(timespec="seconds")


def _waits(shop: Shop, told: dict[str, Any]) -> int:
    return sum(one.row.source == told.get("name") for one in shop.receiving.waiting())


def _line(options: Namespace) -> int:
    if not options.line.isdecimal():
        raise InvalidInput(_("{line} is no line's number.").format(line=clean(options.line, 20)), field="line")
    return int(options.line)


def _product(shop: Shop, code: str) -> bytes:
    hit = shop.catalogue.find_code(code)
    if hit is None:
        raise NotFound(
            _("No item has the code {code}.").format(code=clean(code, 60)), _("Look for it with: shoppos items find")
        )
    return hit.product_id


def _document(one: Waiting, file: str) -> dict[str, Any]:
    return {
        "source": one.row.source, "order": one.row.outside_id, "reason": one.row.reason, "number": one.row.number,
        "backorder": one.chosen.backorder, "text": one.text, "file": file,
        "lines": [
            {
                "line": line.no, "name": line.said, "sku": line.told.sku, "quantity": quantity(line.told.quantity),
                "sold": quantity(line.sold.quantity) if line.sold else "0", "code": line.hit.code if line.hit else "",
                "amount": None if line.told.amount is None else plain(line.told.amount),
            }
            for line in one.lines
        ],
    }  # fmt: skip
