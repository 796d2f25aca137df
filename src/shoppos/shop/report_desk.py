"""Reports that travel: owed by the closing of a day, claimed before the first byte leaves, noted when they arrived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.errors import Refused
from shoppos.base.i18n import _
from shoppos.base.row import table_name
from shoppos.models.owed_report import Delivery, OwedReport, ReportFile
from shoppos.reports import deliveries
from shoppos.reports.deliveries import Place, Travelling, Way
from shoppos.rules.report_places import CANCELLED, FAILED, OPENED, OWED, SENDING, SENT
from shoppos.rules.whatsapp import whatsapp
from shoppos.shop.report_owing import ReportsOwed
from shoppos.shop.staff import Staff, bound

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from shoppos.base.journal import Value
    from shoppos.base.transaction import Transaction

WAITS = "state IN ('owed', 'sending', 'opened')"
"""Spelled as the index of waiting deliveries has it, so that it is used."""
KEPT = 90 * 86_400_000
"""Milliseconds for which the files of a report are kept that arrived everywhere: later they are made anew."""
TABLES = frozenset(map(table_name, (OwedReport, Delivery, ReportFile)))
MESSAGE = "text"
"""The format of the words that a person sends."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A report that was claimed for a place: `tries` counts this one."""

    report: Travelling
    place: Place
    tries: int


class Reports(ReportsOwed):
    """Says which report is next, and keeps what became of each on each of its ways."""

    # -- looking

    def owed(self) -> list[Way]:
        """What has not arrived, as far as is known."""
        return deliveries.ways(self.db)

    def age(self) -> int:
        """Milliseconds since the oldest of them was owed, 0 where none waits."""
        oldest = deliveries.counts(self.db)["oldest"]
        return max(self.db.clock.ms() - oldest, 0) if oldest else 0

    # -- what a sender asks

    def unmade(self) -> list[bytes]:
        """The reports that wait for a place in use and whose files were not made yet, the oldest first."""
        found = self.db.rows(
            f"SELECT DISTINCT report_id FROM delivery d WHERE {WAITS} AND place IN ({_marks(self._used())}) "
            "AND NOT EXISTS (SELECT 1 FROM report_file f WHERE f.report_id = d.report_id) ORDER BY report_id",
            self._used(),
        )
        return [row[0] for row in found]

    def not_made(self, report_id: bytes, why: str) -> None:
        """It could not be made: it failed everywhere it was owed to; a person looks."""
        with self.db.transaction("report.not_made") as tx:
            for place, state in self.db.rows("SELECT place, state FROM delivery WHERE report_id = ?", (report_id,)):
                if state in {OWED, SENDING, OPENED}:
                    self._set(tx, report_id, place, {"state": FAILED, "error": why, "done_at": tx.at})

    def remake(self) -> int:
        """Owe again what could not be made when this was asked last: the program may be a newer one; gives how many."""
        with self.db.transaction("report.again") as tx:
            rows = self.db.rows(
                "SELECT report_id, place FROM delivery d WHERE state = ? "
                "AND NOT EXISTS (SELECT 1 FROM report_file f WHERE f.report_id = d.report_id)",
                (FAILED,),
            )
            for report_id, place in rows:
                self._set(tx, report_id, place, {"state": OWED, "next_at": tx.at, "done_at": None})
        return len(rows)

    def files(self, report_id: bytes) -> dict[str, bytes]:
        """A report as it was made, by format; empty where it was not made yet."""
        rows = self.db.rows("SELECT format, content FROM report_file WHERE report_id = ?", (report_id,))
        return {form: bytes(content) for form, content in rows}

    def keep(self, report_id: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Keep a report as it was made, once: who comes second gets what the first one made.

        Files of old reports that arrived everywhere are let go.
        """
        with self.db.transaction("report.made") as tx:
            if kept := self.files(report_id):
                return kept
            rows = [
                {
                    "report_id": report_id, "format": form, "content": content,
                    "hash": hashlib.sha256(content).hexdigest(), "made_at": tx.at,
                }
                for form, content in files.items()
            ]  # fmt: skip
            tx.insert(ReportFile, *rows, local=True)
            tx.run(
                "DELETE FROM report_file WHERE made_at < ? AND NOT EXISTS (SELECT 1 FROM delivery d "
                "WHERE d.report_id = report_file.report_id AND d.state IN ('owed', 'sending', 'opened', 'failed'))",
                (tx.at - KEPT,), touches=ReportFile,
            )  # fmt: skip
        return dict(files)

    def claim(self, without: Collection[str] = ()) -> Outgoing | None:
        """Take the next report that may go, marked as being sent on disk before its first byte; None for none.

        The oldest first; not to the places `without`, and never to one where a person presses send.
        """
        with self.db.transaction("report.claimed") as tx:
            known = {one.key: one for one in self.places() if self._goes(one) and one.key not in without}
            row = self.db.row(
                f"SELECT report_id, place, tries FROM delivery WHERE {WAITS} AND state = 'owed' AND next_at <= ? "
                f"AND place IN ({_marks(known)}) ORDER BY report_id, place LIMIT 1",
                (self.db.clock.ms(), *known),
            )
            if row is None:
                return None
            report_id, key, tries = row
            self._set(tx, report_id, key, {"state": SENDING, "tries": tries + 1})
            return Outgoing(deliveries.report(self.db, report_id), known[key], tries + 1)

    def next_at(self, without: Collection[str] = ()) -> int | None:
        """When the next report may go by itself, in milliseconds; None when none is owed."""
        keys = [one.key for one in self.places() if self._goes(one) and one.key not in without]
        row = self.db.row(
            f"SELECT min(next_at) FROM delivery WHERE {WAITS} AND state = 'owed' AND place IN ({_marks(keys)})", keys
        )
        return row[0] if row else None

    def sent(self, report_id: bytes, place: str, reference: str = "") -> bool:
        """It arrived, and is called `reference` there; False if it was not being sent."""
        return self._end(report_id, place, {"state": SENT, "reference": reference, "error": ""}, done=True)

    def failed(self, report_id: bytes, place: str, why: str) -> bool:
        """It will not go like this; a person looks."""
        return self._end(report_id, place, {"state": FAILED, "error": why}, done=True)

    def later(self, report_id: bytes, place: str, at: int, why: str = "", *, counted: bool = True) -> bool:
        """It did not arrive, and is tried again at `at` milliseconds; not `counted` where nothing was tried."""
        changes: dict[str, Value] = {"state": OWED, "next_at": at, "error": why}
        if not counted:
            one = deliveries.way(self.db, report_id, place)
            changes["tries"] = max((one.tries if one else 1) - 1, 0)
        return self._end(report_id, place, changes, done=False)

    def recover(self) -> int:
        """Owe again what a sender left half sent when it died; gives how many that were.

        Asked by whoever alone may send. A second mail has the Message-ID of the first, a second file its name.
        """
        with self.db.transaction("report.recovered") as tx:
            rows = self.db.rows(f"SELECT report_id, place FROM delivery WHERE {WAITS} AND state = 'sending'")
            for report_id, place in rows:
                owed: dict[str, Value] = {"state": OWED, "next_at": tx.at}
                self._set(tx, report_id, place, owed if self._known(place) else self._nowhere(tx))
        return len(rows)

    # -- what a person does

    def retry(self, report_id: bytes, place: str = "") -> list[str]:
        """Send a report again: where it failed or waits, or to the `place` named, even if it was sent there before.

        Gives the keys of the places; Refused where nothing of it failed or waits, NeedsApproval for who may not see
        reports.
        """
        deliveries.report(self.db, report_id)
        if place:
            deliveries.place(self.db, place)
        with self.db.transaction("report.retried") as tx:
            self._allow("retry", report_id, place)
            rows = dict(self.db.rows("SELECT place, state FROM delivery WHERE report_id = ?", (report_id,)))
            waits = [key for key, state in rows.items() if state in {OWED, OPENED, FAILED} and self._known(key)]
            keys = [place] if place else waits
            if not keys:
                raise Refused(
                    _("Nothing of this report failed or waits."), _("To send it again, name the place: --place KEY")
                )
            for key in keys:
                if rows.get(key) == SENDING:
                    continue
                if key in rows:
                    again = {"state": OWED, "next_at": tx.at, "error": "", "done_at": None}
                    self._set(tx, report_id, key, again)
                else:
                    self._owe_way(tx, report_id, key)
        return keys

    def cancel(self, report_id: bytes, place: str) -> None:
        """Owe it there no longer; Refused where it is being sent or was sent, NeedsApproval as for `retry`."""
        with self.db.transaction("report.cancelled") as tx:
            self._allow("cancel", report_id, place)
            self._refuse_done(report_id, place)
            self._set(tx, report_id, place, {"state": CANCELLED, "done_at": tx.at})

    def opened(self, report_id: bytes, place: str) -> str:
        """The link that opens the report's words in WhatsApp, addressed; a person presses send there.

        Refused before the report was made, NeedsApproval for who may not see reports.
        """
        told = self.files(report_id).get(MESSAGE)
        chosen = deliveries.place(self.db, place)
        if told is None:
            raise Refused(_("This report is not made yet."), _("It is made within a minute; try again then."))
        with self.db.transaction("report.opened") as tx:
            self._allow("open", report_id, place)
            self._refuse_done(report_id, place)
            self._set(tx, report_id, place, {"state": OPENED})
        return whatsapp(chosen.where, told.decode())

    def sent_by_hand(self, report_id: bytes, place: str) -> None:
        """A person has pressed send; NeedsApproval for who may not see reports."""
        with self.db.transaction("report.sent") as tx:
            self._allow("sent", report_id, place)
            self._refuse_done(report_id, place)
            self._set(tx, report_id, place, {"state": SENT, "error": "", "done_at": tx.at})

    def allow_trial(self, key: str) -> None:
        """NeedsApproval for who may not see reports, and wants the newest one sent to that place, or its link."""
        self._allow("trial", b"", key)

    # -- inside

    def _allow(self, verb: str, report_id: bytes, place: str) -> None:
        said = _("Not everybody may see, send or cancel the owner's reports.")
        Staff(self.db).allow("reports", bound(report_id, verb, place), said)

    def _nowhere(self, tx: Transaction) -> dict[str, Value]:
        """How a report ends whose place was removed while it was being sent."""
        return {"state": CANCELLED, "error": _("The place was removed."), "done_at": tx.at}

    def _goes(self, place: Place) -> bool:
        return place.active and not place.by_hand

    def _set(self, tx: Transaction, report_id: bytes, place: str, changes: Mapping[str, Value]) -> int:
        return tx.change(Delivery, {"report_id": report_id, "place": place}, changes, local=True)

    def _end(self, report_id: bytes, place: str, changes: Mapping[str, Value], *, done: bool) -> bool:
        with self.db.transaction("report.ended") as tx:
            told: dict[str, Value] = {**changes, "done_at": tx.at if done else None}
            if changes["state"] != SENT and not self._known(place):
                told = self._nowhere(tx)
            key = {"report_id": report_id, "place": place, "state": SENDING}
            return tx.change(Delivery, key, told, local=True) == 1

    def _refuse_done(self, report_id: bytes, place: str) -> None:
        one = deliveries.way(self.db, report_id, place)
        if one is None or one.state not in {OWED, OPENED, FAILED}:
            raise Refused(
                _("{report} does not wait for {place}.").format(
                    report=deliveries.name_of(deliveries.report(self.db, report_id)), place=place
                ),
                _("See what waits: {command}").format(command="shoppos deliver list"),
            )


def _marks(values: Collection[str] | Sequence[str]) -> str:
    return ", ".join("?" * len(values)) or "NULL"
