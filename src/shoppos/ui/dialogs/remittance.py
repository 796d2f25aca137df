"""A courier's list of what was paid at the doors: every row beside its bill before anything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _, ngettext
from shoppos.base.money import rupees
from shoppos.ui.dialogs.order_ask import OrderDialog
from shoppos.ui.job import Job
from shoppos.ui.style import scaled
from shoppos.ui.widgets.form import words
from shoppos.ui.widgets.progress import ProgressBar
from shoppos.ui.widgets.rows import Rows
from shoppos.ui.widgets.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from shoppos.base.errors import ShopError
    from shoppos.shop.remittance import Matched, Settled
    from shoppos.ui.context import Context

WIDTHS = ((0, 60), (1, 150), (2, 150), (3, 110), (4, 110))
WHY = 5
HIGH = 260


class RemittanceDialog(OrderDialog):
    """`settled` is what was counted, once it was; the file is read and counted beside the window."""

    def __init__(self, context: Context, parent: QWidget | None, path: Path) -> None:
        """Read the list at `path`, without counting it yet."""
        super().__init__(context, parent, _("The courier's list"), _("Count it (Enter)"), wide=860)
        self.path = path
        self.settled: Settled | None = None
        self.job: Job | None = None
        self.sums = words(_("Reading {file} …").format(file=path.name))
        self.rows = Rows(6, right=(3, 4))
        self.table = table(self.rows, WHY, WIDTHS)
        self.table.setAccessibleName(_("Rows of the courier's list"))
        self.table.setMinimumHeight(scaled(HIGH))
        self.progress = ProgressBar()
        self.body.addWidget(self.sums)
        self.body.addWidget(self.table)
        self.body.addWidget(self.progress)
        self.ready(first=self.table)
        self.yes.setEnabled(False)
        self._start(preview=True)

    def _start(self, *, preview: bool) -> None:
        remittances, path = self.shop.remittances, self.path
        self.progress.begin(_("Reading …") if preview else _("Counting …"))
        self.job = Job(self.shop.db, lambda _progress, _stop: remittances.read_file(path, preview=preview), self)
        self.job.finished.connect(self._show if preview else self._counted)
        self.job.refused.connect(self._failed)
        for signal in (self.job.finished, self.job.refused):
            signal.connect(self.progress.hide_again)
        self.job.start()

    def _show(self, found: Settled) -> None:
        shown = [
            (str(row.row), row.awb, row.number, rupees(row.said), rupees(row.due) if row.number else "", _said(row))
            for row in found.rows
        ]
        heads = (_("Row"), _("AWB"), _("Bill"), _("Courier says"), _("Was due"), _("What comes of it"))
        odd = [at for at, row in enumerate(found.rows) if row in found.odd]
        shown += [(str(number), "", "", "", "", why) for number, why in found.skipped]
        self.rows.show(heads, shown, [*found.rows, *found.skipped], [*odd, *range(len(found.rows), len(shown))])
        good = sum(bool(row.counted) for row in found.rows)
        parts = [
            ngettext("{amount} for {n} parcel is counted.", "{amount} for {n} parcels is counted.", good).format(
                amount=rupees(found.counted), n=good
            ),
            _("The courier kept {amount}.").format(amount=rupees(found.fees)) if found.fees else "",
            ngettext("Look at {n} row.", "Look at {n} rows.", len(odd)).format(n=len(odd)) if odd else "",
        ]  # fmt: skip
        self.sums.setText(" ".join(part for part in parts if part))
        self.yes.setEnabled(bool(found.counted))
        (self.yes if found.counted else self.no).setFocus()

    def _counted(self, settled: Settled) -> None:
        self.settled = settled
        self.done(1)

    def _failed(self, error: ShopError) -> None:
        self.refused(error)
        self.sums.setText(f"⚠ {error}")

    def accept(self) -> None:
        """Count it, in one transaction; the same list again counts nothing."""
        if self.yes.isEnabled():
            self.yes.setEnabled(False)
            self._start(preview=False)


def _said(row: Matched) -> str:
    if row.why:
        return row.why
    return _("{amount} is counted").format(amount=rupees(row.counted))
