"""What another program knew: a Vyapar backup, lists of customers and suppliers; and the same out again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.i18n import _
from shoppos.base.money import plain, rupees
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, PARTLY, answer, note, table
from shoppos.cli.items import AT_MRP, changes_told, chosen_rates, undo
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from shoppos.cli.parser import Commands
    from shoppos.shop.importing import Import
    from shoppos.shop.item_check import Checked
    from shoppos.shop.vyapar import Compared

FIRST_BAD = 20


def add(commands: Commands) -> None:
    """Add these commands."""
    imports = commands.group("import", "what another program knew")
    backup = imports.add("vyapar", vyapar, "a Vyapar backup (.vyb): items, stock, people and what they owe")
    backup.add_argument("file", type=Path)
    backup.add_argument("--firm", action="store_true", help="take the firm's name, address and GSTIN over too")
    backup.add_argument(
        "--rate", action="append", default=[], metavar="OLD=NEW",
        help="GST of items whose rate has ended, like 12=18; without it they come in without a rate, to be completed",
    )  # fmt: skip
    backup.add_argument("--at-mrp", action="store_true", help=AT_MRP)
    people = imports.add("people", bring_people, "a list of customers and suppliers (CSV, XLSX, XLS, ODS)")
    people.add_argument("file", type=Path)
    for one in (backup, people):
        one.add_argument("--dry-run", action="store_true", help="say what it would do, and write nothing")
    imports.add("list", past, "the imports of the past")
    imports.add("undo", undo, "take an import back").add_argument("import_id")
    exports = commands.group("export", "lists for Excel and for other programs")
    for name, run, about in (
        ("customers", give_people, "all customers with what they owe"),
        ("suppliers", give_people, "all suppliers with what is owed to them"),
        ("stock", give_stock, "what is on hand of each item, with its worth"),
    ):
        exports.add(name, run, about).add_argument("file", type=Path)


def vyapar(options: Namespace) -> int:
    """Bring a backup in, with Vyapar's sums beside ours; exit 3 when rows had to stay out."""
    from shoppos.shop import vyapar as room
    from shoppos.shop.importing import together

    found = room.read(options.file)
    with opened(options) as shop:
        items = shop.importing.check(found.items, rates=chosen_rates(options.rate), at_mrp=options.at_mrp)
        people = shop.importing.check(found.people)
        checked = together(items, people)
        if options.firm and found.firm and not options.dry_run:
            shop.settings.set_profile(**found.firm)
        done = None if options.dry_run else shop.importing.apply(checked)
        ours = room.brought(shop.db, done.id) if done else room.expected(checked)
    compared = room.compared(found.vyapar, ours)
    document = {**_document((items, people), done), "bills_left": found.bills, "not_in_use": found.asleep}
    document["compared"] = [
        {"what": one.what, "vyapar": _figure(one, one.theirs), "shop": _figure(one, one.ours), "agrees": one.agrees}
        for one in compared
    ]
    differ = [] if all(one.agrees for one in compared) else room.why(items, people)
    document["why"] = differ
    answer(options, document, [*_said(checked, document), *_beside(compared, found), *differ])
    return PARTLY if document["rejected"] else DONE


def _beside(compared: tuple[Compared, ...], found: Any) -> Iterator[str]:
    rows = [(one.what, _shown(one, one.theirs), _shown(one, one.ours), "✓" if one.agrees else "✗") for one in compared]
    yield from table(("", _("Vyapar says"), _("the shop says"), ""), rows, "lrrl")
    if found.bills:
        yield _("{n} bills stay in Vyapar; they are not brought over.").format(n=f"{found.bills:,}")


def _figure(one: Compared, value: int) -> str | int:
    return plain(value) if one.money else value


def _shown(one: Compared, value: int) -> str:
    return rupees(value) if one.money else f"{value:,}"


def bring_people(options: Namespace) -> int:
    """Bring a list of customers and suppliers in; exit 3 when rows had to stay out."""
    with opened(options) as shop:
        checked = shop.importing.check(shop.importing.read(options.file, "parties"))
        done = None if options.dry_run else shop.importing.apply(checked)
    document = _document((checked,), done)
    answer(options, document, _said(checked, document))
    return PARTLY if document["rejected"] else DONE


def _rejected(checked: Checked) -> Iterator[dict[str, Any]]:
    """Each cell that kept a row of this list out, with the name that stands in the row."""
    at = checked.mapping.index("name") if "name" in checked.mapping else -1
    for row in checked.bad:
        name = clean(row.cells[at], 80) if 0 <= at < len(row.cells) else ""
        for cell in row.bad:
            told = {"row": row.row, "field": cell.field, "reason": cell.reason}
            yield {"list": checked.sheet.kind, "name": name, **told}


def _document(lists: tuple[Checked, ...], done: Import | None) -> dict[str, Any]:
    from shoppos.shop.importing import together
    from shoppos.shop.item_check import NewParty

    checked = together(*lists) if lists[1:] else lists[0]
    people = sum(isinstance(one, NewParty) for one in checked.new)
    return {
        "file": checked.sheet.file, "dry_run": done is None, "import_id": done.id.hex() if done and done.id else None,
        "items": done.added if done else len(checked.new) - people, "people": done.people if done else people,
        "changed": done.changed if done else len(checked.changed), "skipped": len(checked.skipped),
        "rejected": done.bad if done else len(checked.bad),
        "bad": [one for checked in lists for one in _rejected(checked)],
        "changes": [one.said() for one in checked.changed],
        "doubts": [{"row": one.row, "name": one.name, "said": one.said} for one in checked.doubts],
    }  # fmt: skip


def _said(checked: Checked, document: dict[str, Any]) -> Iterator[str]:
    said = (
        _(
            "{file}: {items} new items and {people} people would come in, {changed} changed, {skipped} skipped, "
            "{rejected} rejected."
        )
        if document["dry_run"]
        else _(
            "{file}: {items} new items and {people} people came in, {changed} changed, {skipped} skipped, "
            "{rejected} rejected."
        )
    )
    counts = ("file", "items", "people", "changed", "skipped", "rejected")
    yield said.format(**{name: document[name] for name in counts})
    yield from changes_told(checked)
    for one in document["bad"][:FIRST_BAD]:
        said = _("item row {row}: {name}: {said}") if one["list"] == "items" else _("people row {row}: {name}: {said}")
        yield "  " + said.format(row=one["row"], name=one["name"] or "–", said=one["reason"])
    for remark in (*checked.skipped, *checked.doubts):
        if remark.name:
            yield "  " + _("row {row}, {name}: {said}").format(row=remark.row, name=remark.name, said=remark.said)
    if document["import_id"]:
        yield _("Take it back with: {command}").format(command=f"shoppos import undo {document['import_id']}")


def past(options: Namespace) -> int:
    """List the imports of the past."""
    with opened(options) as shop:
        found = shop.importing.past()
    document = [
        {"id": one.id.hex(), "file": one.file, "added": one.added, "changed": one.changed, "undone": bool(one.undone)}
        for one in found
    ]
    rows = [(one["id"], one["file"], one["added"], one["changed"], _("taken back") if one["undone"] else "")
            for one in document]  # fmt: skip
    headings = (_("Import"), _("File"), _("New"), _("Changed"), "")
    answer(options, document, table(headings, rows, "llrrl") if rows else _("Nothing was imported yet."))
    return DONE


def give_people(options: Namespace) -> int:
    """Write all customers or suppliers to a file that comes in again as it went out."""
    kind = str(options.export_command).removesuffix("s")
    with opened(options) as shop:
        count = shop.importing.export_people(kind, options.file)
    return _written(options, count)


def give_stock(options: Namespace) -> int:
    """Write what is on hand to a file."""
    with opened(options) as shop:
        count = shop.importing.export_stock(options.file)
    return _written(options, count)


def _written(options: Namespace, count: int) -> int:
    said = _("{count} rows written to {file}.").format(count=count, file=options.file)
    answer(options, {"file": str(options.file), "rows": count}, said)
    if options.file.suffix.casefold() == ".csv":
        note(_("What Excel could take for a formula stands behind a quote."))
    return DONE
