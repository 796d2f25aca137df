"""The shape of the shop's file: is it ours, is it of this version, and what keeps finished documents unchanged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from shoppos.base.clock import Clock
from shoppos.base.errors import Refused
from shoppos.base.file import APPLICATION_ID, Reader, standing
from shoppos.base.i18n import _

SCHEMA = 7

FINISHED = "this document is finished; add a record that corrects it"
ALWAYS = (
    "journal", "letterhead", "stock_move", "payment", "utr", "upi_attempt", "void", "khata_entry", "reprint",
    "credit_note", "credit_line", "purchase", "purchase_line", "supplier_entry", "batch_move", "serial_move",
    "place_move", "points_entry", "consent", "reminder", "approval", "asked", "order_step", "advance", "cod_receipt",
    "shift", "shift_count", "shift_close", "cash_movement", "day_close", "consolidated", "expense", "owed_report",
    "drawer_opening",
)  # fmt: skip
OF_SALES = ("sale_line", "line_note", "line_offer")
GUARDED: tuple[tuple[str, str], ...] = (
    *((table, "1") for table in ALWAYS),
    ("sale", "OLD.state <> 'open'"),
    *((table, "(SELECT state FROM sale WHERE id = OLD.sale_id) <> 'open'") for table in OF_SALES),
)


def triggers() -> list[str]:
    """The statements that make SQLite itself refuse UPDATE and DELETE on finished documents and on the journal."""
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{FINISHED}'); END"
        for table, when in GUARDED
        for act in ("UPDATE", "DELETE")
    ]


def prepare(path: Path, clock: Clock, progress: Callable[[str], None] = lambda _text: None) -> None:
    """Make sure the file is a shop's of this version; an older one is copied first, then brought up to date.

    Raises Refused for a foreign file and for one that a newer ShopPOS has written; neither is touched.
    """
    identity, version = standing(path) or (APPLICATION_ID, 0)
    if identity != APPLICATION_ID:
        raise Refused(
            _("{file} is not a shop of ShopPOS.").format(file=path), _("Choose another folder; nothing was changed.")
        )
    if version > SCHEMA:
        raise Refused(
            _("This shop was last opened by a newer ShopPOS."), _("Install that version; nothing was changed here.")
        )
    if version == SCHEMA:
        return
    from shoppos.models.migrations import upgrade  # noqa: PLC0415  (Alembic takes 0.8 s: only when behind)

    if version:
        progress(_("Copying the shop before the update"))
        copy_before(path, version, clock)
    progress(_("Bringing the shop up to date"))
    upgrade(path, SCHEMA, guard)


def is_made(path: Path, clock: Clock) -> bool:
    """Whether something stands there that is more than a shop whose making was cut off before its first till."""
    found = standing(path)
    if found is None:
        return False
    if found != (APPLICATION_ID, SCHEMA):
        return True
    db = Reader(path, clock)
    try:
        return db.row("SELECT 1 FROM till LIMIT 1") is not None
    finally:
        db.close()


def copy_before(path: Path, version: int, clock: Clock) -> Path:
    """Copy the shop beside itself before a migration; gives where."""
    stamp = clock.now().strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.stem}-before-{version + 1}-{stamp}.db")
    db = Reader(path, clock)
    try:
        db.copy_to(target)
    finally:
        db.close()
    return target


def guard(connection: Any) -> None:
    """Make the triggers anew: a migration may have dropped them silently."""
    for table, _when in GUARDED:
        for act in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
    for statement in triggers():
        connection.exec_driver_sql(statement)
