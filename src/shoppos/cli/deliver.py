"""The owner's reports on their way: deliver sends all that is owed; where they go is set up here too."""

from __future__ import annotations

import getpass
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import ShopError
from shoppos.base.i18n import _, ngettext
from shoppos.cli.answer import DONE, PARTLY, answer, facts, note, table
from shoppos.cli.place import asked, opened, text_from
from shoppos.reports import deliveries
from shoppos.rules.report_places import KINDS, LOGIN

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.reports.deliveries import Place, Travelling, Way
    from shoppos.shop import Shop

PASSWORD = "SHOPPOS_PLACE_PASSWORD"  # noqa: S105  (the name of a variable, not what it holds)


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("deliver", "the owner's reports: send what is owed, and where they go", send)
    group.add("now", send, "send all that is owed now; so does deliver alone").add_argument(
        "--wait", type=float, default=0.0, metavar="SECONDS", help="try again for so long what could not go at once"
    )
    listed = group.add("list", every, "the reports on their ways")
    listed.add_argument("--all", action="store_true", help="also what arrived or was cancelled")
    again = group.add("retry", retry, "send a report again")
    again.add_argument("id", metavar="ID", help="the report's id or its end")
    again.add_argument(
        "--place", default="", metavar="KEY", help="to this place alone, also if it arrived there before"
    )
    for name, run, about in (
        ("cancel", cancel, "owe a report to a place no longer"),
        ("link", link, "what opens a report in WhatsApp; press send there"),
        ("sent", by_hand, "a person has pressed send"),
    ):
        one = group.add(name, run, about)
        one.add_argument("id", metavar="ID", help="the report's id or its end")
        one.add_argument("place", metavar="KEY", help="the place")
    group.add("places", places, "where reports go")
    _add_place(group)
    for name, run, about in (
        ("remove-place", remove_place, "send nothing there any more, and forget its password"),
        ("test", test, "send the newest report there now, and say what became of it"),
        ("forget-key", forget_key, "forget the key of a computer reached by SFTP, which was set up anew"),
    ):
        group.add(name, run, about).add_argument(
            "key", metavar="KEY", help="the place" + (", or an address sftp://" if run is forget_key else "")
        )


def _add_place(group: Commands) -> None:
    one = group.add("set-place", set_place, "send reports there from now on, or change a place")
    one.add_argument("kind", choices=KINDS)
    one.add_argument("where", metavar="WHERE", help="mail address, mobile number, folder, webdavs://, sftp:// or s3://")
    one.add_argument("--key", default="", help="the place to change; without it a new one")
    one.add_argument("--name", default="", help="what you call it")
    one.add_argument("--user", default="", help="its user, or the key id of a bucket")
    one.add_argument(
        "--password-file", metavar="FILE", help=f"a file with its password; else {PASSWORD}, else it is asked for"
    )
    one.add_argument("--endpoint", default="", metavar="URL", help="of a bucket that is not Amazon's")
    one.add_argument("--off", action="store_true", help="keep it, but send nothing there for now")


# -- sending


def send(options: Namespace) -> int:
    """Send what is owed now; exit code 3 where some of it failed or still waits."""
    from shoppos.online.delivery import Deliverer
    from shoppos.printing.travelling import render

    with opened(options) as shop:
        reports = shop.reports
        one = Deliverer(reports, shop.db, reports.secrets, shop.db.path.parent, render)
        before = _sent(shop)
        until = time.monotonic() + getattr(options, "wait", 0.0)
        while (rest := one.work()) is not None and time.monotonic() + rest <= until:
            time.sleep(rest)
        found = reports.owed()
        sent = _sent(shop) - before
    left = [way for way in found if not way.place.by_hand]
    failed = [way for way in left if way.state == "failed" or way.error]
    counted = {"sent": sent, "owed": len(left), "by_hand": len(found) - len(left)}
    people = [_("{sent} sent, {owed} wait, {by_hand} to be sent by hand.").format(**counted)]
    people += [f"{deliveries.name_of(way.report)} → {way.place.name}: {way.error}" for way in failed]
    if one.elsewhere and left:
        people.append(_("Another program of this shop is sending just now, and sends these too."))
    answer(options, {**counted, "failed": [_document(way) for way in failed]}, people)
    return PARTLY if left else DONE


def _sent(shop: Shop) -> int:
    row = shop.db.row("SELECT count(*) FROM delivery WHERE state = 'sent'")
    return row[0] if row else 0


# -- looking


def every(options: Namespace) -> int:
    """List reports on their ways."""
    with asked(options) as db:
        rows = deliveries.ways(db, () if options.all else deliveries.WAITING)
        nowhere = not deliveries.places(db)
        now = db.clock.ms()
    shown = [
        (_short(one.report), deliveries.name_of(one.report), one.report.period.last.isoformat(), one.place.key,
         deliveries.state_said(one), deliveries.age_said(now - one.report.made_at) if one.done_at is None else "",
         one.tries, one.error)
        for one in rows
    ]  # fmt: skip
    heads = (_("Id"), _("Report"), _("Until"), _("Place"), _("Status"), _("Age"), _("Tries"), _("Why"))
    none = _("Reports go nowhere yet: shoppos deliver set-place") if nowhere else _("Every report has arrived.")
    people = table(heads, shown, "llllllr") if shown else none
    answer(options, [_document(one) for one in rows], people)
    return DONE


def _document(one: Way) -> dict[str, Any]:
    return {
        "id": one.report.id.hex(), "report": _told(one.report), "place": one.place.key, "state": one.state,
        "tries": one.tries, "why": one.error, "reference": one.reference,
    }  # fmt: skip


def _told(one: Travelling) -> dict[str, Any]:
    return {
        "till": one.till, "kind": one.kind, "from": one.period.first.isoformat(), "to": one.period.last.isoformat(),
        "z": one.number, "sequence": one.sequence,
    }  # fmt: skip


def _short(one: Travelling) -> str:
    return one.id.hex()[-8:]


# -- one report


def retry(options: Namespace) -> int:
    """Send it again."""
    with opened(options) as shop:
        one = deliveries.named(shop.db, options.id)
        keys = shop.reports.retry(one.id, options.place)
    said = _("It waits to be sent to {places}. Send it now: {command}")
    told = said.format(places=", ".join(keys), command="shoppos deliver now")
    answer(options, {"id": one.id.hex(), "places": keys}, told)
    return DONE


def cancel(options: Namespace) -> int:
    """Owe it no longer."""
    with opened(options) as shop:
        one = deliveries.named(shop.db, options.id)
        shop.reports.cancel(one.id, options.place)
    answer(options, {"id": one.id.hex(), "place": options.place, "state": "cancelled"}, _("Cancelled."))
    return DONE


def link(options: Namespace) -> int:
    """Give what opens it, and note that it was opened."""
    from shoppos.printing.travelling import render

    with opened(options) as shop:
        one = deliveries.named(shop.db, options.id)
        if not shop.reports.files(one.id):
            shop.reports.keep(one.id, render(shop.db, one))
        address = shop.reports.opened(one.id, options.place)
    answer(options, {"id": one.id.hex(), "place": options.place, "link": address}, address)
    return DONE


def by_hand(options: Namespace) -> int:
    """A person has pressed send."""
    with opened(options) as shop:
        one = deliveries.named(shop.db, options.id)
        shop.reports.sent_by_hand(one.id, options.place)
    answer(options, {"id": one.id.hex(), "place": options.place, "state": "sent"}, _("Sent."))
    return DONE


# -- places


def places(options: Namespace) -> int:
    """List the places."""
    with opened(options) as shop:
        known = shop.reports.places()
        waits = {one.key: shop.reports.waiting(one.key) for one in known}
        kept = {one.key: shop.reports.secrets.where(f"delivery.{one.key}") for one in known if one.kind in LOGIN}
    rows = [
        (one.key, deliveries.kind_said(one.kind), one.name, one.where, _status(one, len(waits[one.key])),
         _("kept") if kept.get(one.key) else "")
        for one in known
    ]  # fmt: skip
    heads = (_("Key"), _("Kind"), _("Name"), _("Where"), _("Status"), _("Password"))
    document = [{**one.told(), "password": kept.get(one.key, "")} for one in known]
    answer(options, document, table(heads, rows) if rows else _("Reports go nowhere yet: shoppos deliver set-place"))
    return DONE


def _status(one: Place, waits: int) -> str:
    """Whether reports go there, and how many have not arrived."""
    if not one.active:
        return _("off")
    return ngettext("{n} report waits", "{n} reports wait", waits).format(n=waits) if waits else ""


def set_place(options: Namespace) -> int:
    """Set a place up, or change it."""
    with opened(options) as shop:
        known = {one.key for one in shop.reports.places()}
        wanted = options.kind in LOGIN and bool(options.user)
        password = _password(options, ask=wanted and options.key not in known)
        made = shop.reports.set_place(
            options.kind, options.where, name=options.name, key=options.key, user=options.user, password=password,
            endpoint=options.endpoint, active=not options.off,
        )  # fmt: skip
        where = shop.reports.secrets.where(f"delivery.{made.key}") if made.kind in LOGIN else ""
        warning = shop.reports.secrets.warning if where == "file" else ""
    if warning:
        note(warning)
    people = [*_facts(made), _("Try it: {command}").format(command=f"shoppos deliver test {made.key}")]
    answer(options, {**made.told(), "password": where, "warning": warning}, people)
    return DONE


def _facts(one: Place) -> list[str]:
    return facts(((_("Key"), one.key), (_("Name"), one.name), (_("Where"), one.where), (_("User"), one.user)))


def _password(options: Namespace, *, ask: bool) -> str:
    """From a file, the surroundings, or the keyboard; never a word of the command, which others could read."""
    if options.password_file:
        return text_from(Path(options.password_file))
    if os.environ.get(PASSWORD):
        return os.environ[PASSWORD]
    return getpass.getpass(_("Password: ")) if ask and sys.stdin.isatty() else ""


def remove_place(options: Namespace) -> int:
    """Send nothing there any more."""
    from shoppos.online.report_ways import forget_host

    with opened(options) as shop:
        gone = shop.reports.remove_place(options.key)
        forget_host(shop.db, gone)
    said = _("Reports do not go to {name} any more, and its password is forgotten.").format(name=gone.name)
    answer(options, {"key": gone.key, "removed": True}, said)
    return DONE


def test(options: Namespace) -> int:
    """Send the newest report there now."""
    from shoppos.online.delivery import try_place
    from shoppos.printing.travelling import render

    with opened(options) as shop:
        place = deliveries.place(shop.db, options.key)
        shop.reports.allow_trial(place.key)
        try:
            reference = try_place(shop.db, shop.reports.secrets, render, place)
        except ShopError as error:
            note(str(error))
            answer(options, {"key": place.key, "arrived": False, "why": str(error)}, _("It did not arrive."))
            return PARTLY
    said = (
        _("Open this and press send: {link}")
        if place.by_hand
        else _("It was taken ({reference}). Look whether it came.")
    )
    answer(
        options, {"key": place.key, "arrived": not place.by_hand, "reference": reference},
        said.format(link=reference, reference=reference),
    )  # fmt: skip
    return DONE


def forget_key(options: Namespace) -> int:
    """The computer was set up anew: its next key is taken as at the first visit."""
    from shoppos.online import sftp
    from shoppos.online.places import known_hosts

    with opened(options) as shop:
        where = options.key if "://" in options.key else deliveries.place(shop.db, options.key).where
        shop.settings.guard(deliveries.SETTING)
        gone = sftp.forget_key(where, known_hosts(shop.db.path.parent))
        if gone and where != options.key:
            shop.reports.again(options.key)
    answer(options, {"place": where, "forgotten": gone}, sftp.forgotten_said(where, gone=gone))
    return DONE
