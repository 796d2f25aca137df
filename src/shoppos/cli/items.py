"""The catalogue: items add, list, find, show, import, export, undo."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _, ngettext
from shoppos.base.money import (
    grouped,
    parse_paise,
    parse_quantity,
    parse_rate,
    plain,
    quantity,
    rate,
)
from shoppos.cli import many_items
from shoppos.cli.answer import DONE, PARTLY, answer, asked_once, facts, note, table
from shoppos.cli.place import opened

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from shoppos.cli.parser import Commands
    from shoppos.shop.catalogue import Catalogue, Hit, ProductCard
    from shoppos.shop.item_check import Checked

TREATMENTS = ("taxable", "nil", "exempt", "non-gst")
FIRST_BAD = 20
AT_MRP = "take items priced above their MRP at the MRP; without it they are kept out"


def add(commands: Commands) -> None:
    """Add these commands."""
    items = commands.group("items", "the catalogue")
    _new(items)
    many = items.add("list", every, "all items")
    many.add_argument("--limit", type=int, default=1_000_000, metavar="N")
    find = items.add("find", search, "items by code or name, as the entry line finds them")
    find.add_argument("text")
    find.add_argument("--limit", type=int, default=20, metavar="N")
    items.add("show", show, "one item, whole").add_argument("code")
    sheet = items.add("import", bring_in, "a list of items (CSV, XLSX, XLS, ODS) comes in")
    sheet.add_argument("file", type=Path)
    sheet.add_argument("--dry-run", action="store_true", help="say what it would do, and write nothing")
    sheet.add_argument(
        "--rate", action="append", default=[], metavar="OLD=NEW", help="GST of items whose rate has ended, like 12=18"
    )
    sheet.add_argument("--at-mrp", action="store_true", help=AT_MRP)
    sheet.add_argument("--rejects", type=Path, metavar="FILE", help="write the rows that cannot come in to this CSV")
    items.add("export", send_out, "all items to a .csv or .xlsx").add_argument("file", type=Path)
    items.add("undo", undo, "take an import back, or a change of many items").add_argument("import_id")
    many_items.add(items)


def _new(items: Commands) -> None:
    new = items.add("add", create, "a new item")
    new.add_argument("code")
    new.add_argument("name")
    new.add_argument("--price", required=True)
    new.add_argument("--rate", help="GST in percent; without one the item is nil rated")
    tax = new.add_mutually_exclusive_group()
    tax.add_argument(
        "--inclusive", dest="inclusive", action="store_true", default=True, help="the price has the tax in it"
    )
    tax.add_argument("--exclusive", dest="inclusive", action="store_false", help="the tax comes on top of the price")
    for name, about in (
        ("--hsn", "HSN or SAC code"), ("--local-name", "the name in the shop's language"), ("--category", ""),
        ("--aliases", "other words it is looked for by"),
    ):  # fmt: skip
        new.add_argument(name, default="", help=about)
    new.add_argument("--unit", default="PCS")
    new.add_argument("--treatment", choices=TREATMENTS)
    new.add_argument("--cess", default="0", help="compensation cess in percent")
    new.add_argument("--cess-per-unit", default="0", help="compensation cess for one unit, in rupees")
    for name in ("--mrp", "--cost", "--stock", "--low"):
        new.add_argument(name)
    new.add_argument("--barcode", dest="barcodes", nargs="+", action="extend", default=[], metavar="B")
    new.add_argument("--sure", action="store_true", help="even at a price above the MRP")


def create(options: Namespace) -> int:
    """Put one new item into the catalogue."""
    from shoppos.shop.catalogue import ProductForm

    taxed = parse_rate(options.rate) if options.rate is not None else 0
    form = ProductForm(
        code=options.code, name=options.name, price=parse_paise(options.price), local_name=options.local_name,
        aliases=options.aliases, category=options.category, unit=options.unit, inclusive=options.inclusive,
        mrp=_maybe(parse_paise, options.mrp), cost=_maybe(parse_paise, options.cost), hsn=options.hsn,
        treatment=options.treatment or ("taxable" if taxed else "nil"), rate=taxed,
        cess_rate=parse_rate(options.cess), cess_per_unit=parse_paise(options.cess_per_unit),
        low=_maybe(parse_quantity, options.low), barcodes=tuple(options.barcodes),
        stock=_maybe(parse_quantity, options.stock),
    )  # fmt: skip
    with opened(options) as shop:
        card = shop.catalogue.card(asked_once(options, lambda sure: shop.catalogue.add(form, sure=sure)))
    _show(options, card)
    return DONE


def _maybe(read: Any, text: str | None) -> int | None:
    return None if text is None else read(text)


def every(options: Namespace) -> int:
    """List the catalogue."""
    with opened(options) as shop:
        hits = list(islice(_all(shop.catalogue), options.limit))
    _list(options, hits)
    return DONE


def _all(catalogue: Catalogue) -> Iterator[Hit]:
    after = 0
    while page := catalogue.list(after, 500):
        yield from (hit for _number, hit in page)
        after = page[-1][0]


def search(options: Namespace) -> int:
    """Find items: the whole text as a code first, else by the words' beginnings."""
    from shoppos.shop.hits import not_called

    with opened(options) as shop:
        hit = shop.catalogue.find_code(options.text)
        hits = [hit] if hit else shop.catalogue.search(options.text, options.limit)
    _list(options, hits)
    if hits and hits[0].near:
        note(str(not_called(options.text, hits)))
    return DONE


def show(options: Namespace) -> int:
    """Show one item."""
    with opened(options) as shop:
        card = shop.catalogue.show(options.code)
    _show(options, card)
    return DONE


def _list(options: Namespace, hits: list[Hit]) -> None:
    rows = [
        (
            hit.code,
            hit.name,
            hit.local_name,
            grouped(hit.price),
            f"{rate(hit.rate)} %",
            _quantity(hit.on_hand),
            hit.unit,
        )
        for hit in hits
    ]
    headings = (_("Code"), _("Name"), _("Local name"), _("Price"), _("GST"), _("Stock"), _("Unit"))
    shown = table(headings, rows, "lllrrr")
    answer(options, [_hit(hit) for hit in hits], shown if hits else _("No item was found."))


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "code": hit.code, "name": hit.name, "local_name": hit.local_name, "unit": hit.unit, "price": plain(hit.price),
        "inclusive": hit.inclusive, "mrp": _money(hit.mrp), "rate": rate(hit.rate), "stock": _amount(hit.on_hand),
        **({"near": True} if hit.near else {}),
    }  # fmt: skip


def _show(options: Namespace, card: ProductCard) -> None:
    form = card.form
    document = {
        "code": form.code, "name": form.name, "local_name": form.local_name, "aliases": form.aliases,
        "category": form.category, "unit": form.unit, "price": plain(form.price), "inclusive": form.inclusive,
        "mrp": _money(form.mrp), "cost": _money(form.cost), "hsn": form.hsn, "treatment": form.treatment,
        "rate": rate(form.rate), "cess_rate": rate(form.cess_rate), "cess_per_unit": plain(form.cess_per_unit),
        "barcodes": list(form.barcodes), "stock": _amount(card.on_hand), "low": _amount(form.low),
        "active": card.active,
    }  # fmt: skip
    taxed = _("{rate} % in the price ({treatment})") if form.inclusive else _("{rate} % on top ({treatment})")
    tax = taxed.format(rate=rate(form.rate), treatment=form.treatment)
    people = facts((
        (_("Code"), form.code), (_("Name"), form.name), (_("Local name"), form.local_name),
        (_("Barcodes"), ", ".join(form.barcodes)), (_("Price"), f"{grouped(form.price)} / {form.unit}"),
        (_("MRP"), grouped(form.mrp) if form.mrp else ""), (_("GST"), tax), (_("HSN"), form.hsn),
        (_("Category"), form.category), (_("Cost"), grouped(form.cost) if form.cost else ""),
        (_("Stock"), _quantity(card.on_hand)), (_("Low stock"), _quantity(form.low)),
    ))  # fmt: skip
    answer(options, document, people)


def bring_in(options: Namespace) -> int:
    """Read a list, try it, and unless it is a dry run apply it; exit 3 when rows had to stay out."""
    with opened(options) as shop:
        rates = chosen_rates(options.rate)
        checked = shop.importing.check(shop.importing.read(options.file), rates=rates, at_mrp=options.at_mrp)
        done = None if options.dry_run else shop.importing.apply(checked)
        if options.rejects and checked.bad:
            shop.importing.save_rejects(checked, options.rejects)
    bad = [
        {"row": row.row, "field": problem.field, "reason": problem.reason} for row in checked.bad for problem in row.bad
    ]
    import_id = done.id.hex() if done and done.id else None
    document = {
        "file": checked.sheet.file, "dry_run": options.dry_run, "import_id": import_id,
        "added": done.added if done else len(checked.new), "changed": done.changed if done else len(checked.changed),
        "skipped": len(checked.skipped), "rejected": done.bad if done else len(checked.bad), "bad": bad,
        "doubts": [{"row": doubt.row, "name": doubt.name, "said": doubt.said} for doubt in checked.doubts],
    }  # fmt: skip
    answer(options, document, _imported(checked, document))
    return PARTLY if document["rejected"] else DONE


def _imported(checked: Checked, document: dict[str, Any]) -> Iterator[str]:
    if document["dry_run"]:
        said = _("{file}: {added} would be added, {changed} would be changed, {skipped} skipped, {rejected} rejected.")
    else:
        said = _("{file}: {added} added, {changed} changed, {skipped} skipped, {rejected} rejected.")
    yield said.format(
        file=checked.sheet.file, added=document["added"], changed=document["changed"], skipped=document["skipped"],
        rejected=document["rejected"],
    )  # fmt: skip
    yield from changes_told(checked)
    for one in document["bad"][:FIRST_BAD]:
        yield "  " + _("row {row}: {reason}").format(row=one["row"], reason=one["reason"])
    if len(document["bad"]) > FIRST_BAD:
        more = len(document["bad"]) - FIRST_BAD
        yield "  " + _("and {count} more; --rejects FILE writes them all down").format(count=more)
    for doubt in checked.doubts:
        yield "  " + _("row {row}, {name}: {said}").format(row=doubt.row, name=doubt.name, said=doubt.said)
    if document["import_id"]:
        yield _("Take it back with: {command}").format(command=f"shoppos items undo {document['import_id']}")


def changes_told(checked: Checked) -> Iterator[str]:
    """Every item of the shop that a list changes, with what it was and becomes."""
    for change in checked.changed:
        yield "  " + _("row {row}: {reason}").format(row=change.row, reason=change.said())
    if checked.kept_stock:
        yield ngettext(
            "Stock of {n} known item left as it is.", "Stock of {n} known items left as it is.", checked.kept_stock
        ).format(n=checked.kept_stock)


def chosen_rates(said: list[str]) -> dict[int, int]:
    """What "12=18" chooses for rates that have ended, in hundredths of a percent; raises InvalidInput."""
    found: dict[int, int] = {}
    for one in said:
        old, sign, new = one.partition("=")
        if not sign:
            raise InvalidInput(_("Write the rate that has ended and today's: 12=18."), field="rate")
        found[parse_rate(old)] = parse_rate(new)
    return found


def undo(options: Namespace) -> int:
    """Take an import back."""
    try:
        import_id = bytes.fromhex(options.import_id)
    except ValueError:
        raise InvalidInput(
            _("{id} is not an import's id.").format(id=options.import_id[:40]), field="import_id"
        ) from None
    with opened(options) as shop:
        undone = shop.bulk.undo(import_id)
    document = {
        "removed": undone.removed,
        "people": undone.people,
        "restored": undone.restored,
        "kept": list(undone.kept),
    }
    said = _("{removed} items removed, {restored} restored, {kept} kept.")
    if undone.people:
        said = _("{removed} items and {people} people removed, {restored} restored, {kept} kept.")
    items = undone.removed - undone.people
    answer(
        options,
        document,
        said.format(removed=items, people=undone.people, restored=undone.restored, kept=len(undone.kept)),
    )
    for name in undone.kept:
        note(_("kept: {name}").format(name=name))
    return DONE


def send_out(options: Namespace) -> int:
    """Write all items to a file that our own import reads back."""
    with opened(options) as shop:
        count = shop.importing.export(options.file)
    said = _("{count} items written to {file}.").format(count=count, file=options.file)
    answer(options, {"file": str(options.file), "items": count}, said)
    return DONE


def _money(paise: int | None) -> str | None:
    return None if paise is None else plain(paise)


def _amount(milli: int | None) -> str | None:
    return None if milli is None else quantity(milli)


def _quantity(milli: int | None) -> str:
    return "" if milli is None else quantity(milli)
