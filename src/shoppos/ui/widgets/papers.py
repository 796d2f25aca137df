"""The papers that bills are printed on, in words."""

from __future__ import annotations

from shoppos.base.i18n import _


def papers() -> list[tuple[str, object]]:
    """What is shown and the name it stands for in `printing.page`."""
    return [
        (_("58 mm roll"), "58"),
        (_("80 mm roll"), "80"),
        (_("A5 sheet"), "A5"),
        (_("A4 sheet"), "A4"),
    ]
