"""What one row cannot show, all of it: each subject has a file of its own with its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.reports.audit import drawer, goods, orders, people, prepaid, promises, purchases, returns, sealed, sums

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader
    from shoppos.reports.audit.faults import Fault

CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (
    *sums.CHECKS,
    *goods.CHECKS,
    *returns.CHECKS,
    *people.CHECKS,
    *purchases.CHECKS,
    *orders.CHECKS,
    *prepaid.CHECKS,
    *drawer.CHECKS,
    *promises.CHECKS,
    *sealed.CHECKS,
)  # fmt: skip
