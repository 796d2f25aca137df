"""Words that the journal does not tell: each row's commitment, which it does tell, says whether they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.journal import commitment
from shoppos.base.row import columns, table_name
from shoppos.reports.audit.drawer import UNPROVEN
from shoppos.reports.audit.faults import Fault
from shoppos.reports.audit.shapes import FROZEN, LIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.base.row import Row

PROVEN = tuple(model for model in (*FROZEN, *LIVE) if model.__proven__)


def words(db: Reader) -> Iterator[Fault]:
    """What was typed is what was sealed; what was erased, and what is older than its seal, proves nothing."""
    before = 0
    for model in PROVEN:
        for at, moment, sealed, salt, *typed in db.raw.execute(_select(model)):
            what = named()[table_name(model)].format(moment=f"{db.clock.at(moment):%d-%m-%Y %H:%M}")
            if sealed is None:
                before += any(typed)
            elif not salt and not any(typed):
                if model in FROZEN:
                    yield Fault(UNPROVEN, at, _("{what} is erased.").format(what=what))
            elif commitment(salt or b"", dict(zip(model.__proven__, typed, strict=True))) != sealed:
                yield Fault("row", at, _("{what} was changed after it was written.").format(what=what))
    if before:
        sentence = ngettext(
            "{n} reason was written before reasons were sealed: what it says cannot be proved.",
            "{n} reasons were written before reasons were sealed: what they say cannot be proved.",
            before,
        )
        yield Fault(UNPROVEN, "", sentence.format(n=f"{before:,}"))


def named() -> dict[str, str]:
    """What the words of each table are called; {moment} is when the row was written."""
    return {
        "shift_close": _("The reason with the count of {moment}"),
        "cash_movement": _("The reason of the cash in or out of {moment}"),
        "drawer_opening": _("The reason for the drawer opened on {moment}"),
        "expense": _("What was written with the expense of {moment}"),
        "estimate": _("What was written on the estimate of {moment}"),
    }


def _select(model: type[Row]) -> str:
    """Each row's key in hex, its moment, its seal and the words sealed, in their order."""
    key = next(column.name for column in columns(model) if column.primary_key)
    asked = f"lower(hex({key})), made_at, commitment, salt, {', '.join(model.__proven__)}"
    return f"SELECT {asked} FROM {table_name(model)} ORDER BY made_at, {key}"


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (words,)
