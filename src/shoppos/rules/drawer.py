"""The drawer at a printer: what it is opened for without a sale, and whether one hangs anywhere."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from shoppos.base.i18n import _

ESCPOS = "escpos"
REASON, COUNT, FLOAT, MOVEMENT = "reason", "count", "float", "movement"
KINDS = (REASON, COUNT, FLOAT, MOVEMENT)
"""What somebody typed, to count it, for a turn's float, for cash that is put in or taken out."""


def label(kind: str, gettext: Callable[[str], str] = _) -> str:
    """What the drawer was opened for, in words of the screen's language or of a paper's."""
    _ = gettext
    words = {
        REASON: _("For a reason"),
        COUNT: _("To count it"),
        FLOAT: _("For the float"),
        MOVEMENT: _("For cash in or out"),
    }
    return words.get(kind, kind)


def opens(form: str, *, drawer: bool) -> bool:
    """Whether a `drawer` at a printer of that language can be opened: ESC/POS alone has a word for it."""
    return drawer and form == ESCPOS


def hangs(printers: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a drawer hangs at one of the printers that the setting "printers" tells of."""
    return any(
        "name" in one and "address" in one and opens(str(one.get("form", ESCPOS)), drawer=one.get("drawer") is True)
        for one in printers
    )
