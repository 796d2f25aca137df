"""How customers follow their orders: the page, where it lies, where pages are kept up to date, and an order's link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.saving import save
from shoppos.cli.answer import DONE, PARTLY, answer, facts, table
from shoppos.cli.place import opened, text_from

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop

CHOSEN = ("page", "publish", "live", "user", "endpoint")


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("tracking", "how customers follow their orders")
    out = group.add("export", export, "write the page that shows an order, with the shop's public key")
    out.add_argument("folder", metavar="DIR")
    out.add_argument("--new-key", action="store_true", help="sign by a new key: links made so far are none any more")
    chosen = group.add("set", choose, "say where the page lies, and where pages are kept up to date; - for nowhere")
    for name, blank, about in (
        ("page", "URL", "where the exported page lies on the web"),
        ("publish", "PLACE", "a folder, webdavs://host/folder or s3://bucket/folder"),
        ("live", "URL", "where the world finds that place, if it is not beside the page"),
        ("user", "NAME", "who logs in there"),
        ("endpoint", "URL", "of a bucket that is not Amazon's"),
    ):
        chosen.add_argument(f"--{name}", metavar=blank, help=about)
    chosen.add_argument("--days", type=int, metavar="N", help="days after its end that an order's page stays")
    chosen.add_argument("--password-file", metavar="FILE", help="a file with the password for that place")
    add_link(group)
    group.add("publish", publish, "put and take down now what is due")
    group.add("test", test, "look whether customers can follow their orders")


def add_link(orders: Commands) -> None:
    """Add the link of an order among the commands of orders."""
    one = orders.add("link", link, "the link by which its customer follows an order")
    one.add_argument("id", help="the order's number, or its last digits")
    one.add_argument("--qr", metavar="FILE", help="write its QR code into a PNG file, too")


def link(options: Namespace) -> int:
    """Tell the link of an order."""
    with opened(options) as shop:
        order_id = shop.orders.find(options.id)
        made, state = shop.tracking.link(order_id), shop.tracking.state(order_id)
    if options.qr:
        write_qr(Path(options.qr), made)
    document = {"number": state.number, "state": state.state, "link": made, "upi": state.pay_link}
    answer(options, document, made)
    return DONE


def export(options: Namespace) -> int:
    """Write the page."""
    with opened(options) as shop:
        file = shop.tracking.export(Path(options.folder), new_key=options.new_key)
        chosen, warning = shop.tracking.chosen(), shop.messages.secrets.warning
    document = {"file": str(file), "key": chosen.key, "page": chosen.page, "warning": warning}
    people = [_("The page stands in {file}.").format(file=file)]
    if not chosen.page:
        people.append(_("Put it on your website, then say where: shoppos tracking set --page URL"))
    answer(options, document, [*people, *([warning] if warning else [])])
    return DONE


def choose(options: Namespace) -> int:
    """Say where pages lie."""
    from shoppos.online import places, publishing

    changes: dict[str, Any] = {
        name: "" if value == "-" else value for name in CHOSEN if (value := getattr(options, name)) is not None
    }
    if options.days is not None:
        changes["days"] = options.days
    if changes.get("publish"):
        places.address(changes["publish"])
    with opened(options) as shop:
        if changes:
            shop.tracking.choose(**changes)
        if options.password_file:
            shop.messages.secrets.set(publishing.PASSWORD, text_from(Path(options.password_file)))
        _show(options, shop)
    return DONE


def publish(options: Namespace) -> int:
    """Do a round of publishing."""
    from shoppos.online.publishing import Publisher, place_of

    with opened(options) as shop:
        place = place_of(shop.db, shop.messages.secrets)
        if place is None:
            answer(options, {"put": 0, "down": 0, "failed": 0, "why": ""}, _("The shop publishes its orders nowhere."))
            return DONE
        publisher = Publisher(shop.published, shop.db.path.parent, lambda: place)
        publisher.work()
        done, errors = publisher.last, shop.published.errors()
    document = {
        "put": done.put, "down": done.down, "failed": done.failed, "why": done.why,
        "errors": [{"number": number, "why": why} for number, why in errors],
    }  # fmt: skip
    people = [_("Put: {put}. Taken down: {down}. Failed: {failed}.").format(
        put=done.put, down=done.down, failed=done.failed
    )]  # fmt: skip
    answer(options, document, [*people, *([done.why] if done.why else []), *_listed(errors)])
    return PARTLY if done.failed else DONE


def test(options: Namespace) -> int:
    """Look whether links, page and place work."""
    from shoppos.online.publishing import place_of
    from shoppos.online.tracking import page_fault, place_fault

    with opened(options) as shop:
        chosen, faults = shop.tracking.chosen(), dict[str, str]()
        have = shop.tracking.signer.public()
        if not chosen.key:
            faults["key"] = _("There is no page yet: shoppos tracking export DIR")
        elif have != chosen.key:
            faults["key"] = _("The key that signs the shop's links is not on this computer.")
        if not chosen.page:
            faults["page"] = _("Nobody said where the page lies: shoppos tracking set --page URL")
        elif why := page_fault(chosen.page, chosen.key):
            faults["page"] = why
        place = place_of(shop.db, shop.messages.secrets)
        if place is not None and (why := place_fault(place)):
            faults["publish"] = why
    document = {"good": not faults, "faults": faults, "warning": shop.messages.secrets.warning}
    answer(options, document, list(faults.values()) or _("Customers can follow their orders."))
    return PARTLY if faults else DONE


def _show(options: Namespace, shop: Shop) -> None:
    chosen, errors = shop.tracking.chosen(), shop.published.errors()
    document = {
        **{name: getattr(chosen, name) for name in CHOSEN}, "days": chosen.days, "key": chosen.key,
        "published": shop.published.counted(), "errors": [{"number": n, "why": why} for n, why in errors],
    }  # fmt: skip
    lines = facts([
        (_("Page"), chosen.page), (_("Published in"), chosen.publish),
        (_("Found at"), chosen.base * bool(chosen.publish)),
        (_("User"), chosen.user), (_("Pages there"), str(shop.published.counted()) * bool(chosen.publish)),
    ])  # fmt: skip
    answer(options, document, [*(lines or [_("Customers cannot follow their orders yet.")]), *_listed(errors)])


def _listed(errors: list[tuple[str, str]]) -> list[str]:
    return table((_("Order"), _("Why not")), errors) if errors else []


def write_qr(file: Path, text: str) -> None:
    """Write the QR code of a text into a PNG file; Unavailable when it cannot be written."""
    from shoppos.printing.codes import checked_qr, picture

    save(file, picture(checked_qr(text), scale=6))
