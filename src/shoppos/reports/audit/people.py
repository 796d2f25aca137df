"""Customers: points that bills earned and spent, cards that were merged, and the words by which people are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.i18n import _
from shoppos.base.text import fold
from shoppos.reports.audit.faults import Fault, unequal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shoppos.base.file import Reader


def spent(db: Reader) -> Iterator[Fault]:
    """Points were spent on each bill that points paid, and on no other."""
    for (number,) in db.rows(
        "SELECT s.number FROM sale s JOIN (SELECT sale_id, sum(amount) AS paid FROM payment WHERE method = 'points' "
        "GROUP BY sale_id) p ON p.sale_id = s.id LEFT JOIN points_entry e ON e.doc_id = s.id AND e.kind = 'spent' "
        "WHERE s.state = 'done' AND s.kind <> 'CREDIT NOTE' AND p.paid > 0 AND coalesce(e.points, 0) >= 0 UNION "
        "SELECT coalesce(s.number, lower(hex(e.doc_id))) FROM points_entry e LEFT JOIN sale s ON s.id = e.doc_id "
        "WHERE e.kind IN ('spent', 'earned') AND (s.id IS NULL OR (e.kind = 'spent' AND NOT EXISTS "
        "(SELECT 1 FROM payment p WHERE p.sale_id = s.id AND p.method = 'points'))) ORDER BY 1"
    ):
        sentence = _("The points of bill {number} are not those that paid it.")
        yield Fault("sum", number, sentence.format(number=number))


def taken_back(db: Reader) -> Iterator[Fault]:
    """A cancelled bill has given its points back and its own away; a return takes back no more than was earned."""
    for number, given, back in db.rows(
        "SELECT s.number, sum(e.points) FILTER (WHERE e.kind IN ('earned', 'spent')) AS given, "
        "coalesce(sum(e.points) FILTER (WHERE e.kind = 'void'), 0) AS back FROM void v "
        "JOIN points_entry e ON e.doc_id = v.sale_id JOIN sale s ON s.id = v.sale_id GROUP BY v.sale_id "
        "HAVING coalesce(given, 0) + back <> 0 ORDER BY s.number"
    ):
        yield unequal(_("The points of bill {number}").format(number=number), "points", back, -(given or 0))
    for number, earned, clawed in db.rows(
        "SELECT s.number, e.points, -sum(c.points) AS clawed FROM points_entry c JOIN credit_note n "
        "ON n.sale_id = c.doc_id LEFT JOIN points_entry e ON e.doc_id = n.against_id AND e.kind = 'earned' "
        "JOIN sale s ON s.id = n.against_id WHERE c.kind = 'clawed' GROUP BY n.against_id "
        "HAVING clawed > coalesce(e.points, 0) OR max(c.points) > 0 ORDER BY s.number"
    ):
        yield unequal(_("The points of bill {number}").format(number=number), "points", clawed, earned or 0)


def merged(db: Reader) -> Iterator[Fault]:
    """Nothing is owed and no points lie on a card that joined another; what moved between cards is nothing in all."""
    for name, owes, points in db.rows(
        "SELECT lower(hex(t.customer_id)), "
        "coalesce((SELECT sum(k.amount) FROM khata_entry k WHERE k.customer_id = t.customer_id), 0) AS owes, "
        "coalesce((SELECT sum(p.points) FROM points_entry p WHERE p.customer_id = t.customer_id), 0) AS points "
        "FROM customer_terms t WHERE t.merged_into IS NOT NULL AND (owes <> 0 OR points <> 0) ORDER BY 1"
    ):
        column, stands = ("amount", owes) if owes else ("points", points)
        yield unequal(_("The merged card {id}").format(id=name), column, stands, 0)
    for table, column, kind in (("khata_entry", "amount", "adjust"), ("points_entry", "points", "merged")):
        row = db.row(f"SELECT coalesce(sum({column}), 0) FROM {table} WHERE kind = ?", (kind,))
        if row and row[0]:
            yield unequal(_("What moved between merged cards"), column, row[0], 0)
    for (name,) in db.rows(
        "SELECT lower(hex(t.customer_id)) FROM customer_terms t JOIN customer c ON c.id = t.customer_id "
        "WHERE t.merged_into IS NOT NULL AND c.active = 1 ORDER BY 1"
    ):
        yield Fault("sum", name, _("The card {id} joined another, and is on the list still.").format(id=name))


def words(db: Reader) -> Iterator[Fault]:
    """People are found by the words of their names and tags, and by no others."""
    written: dict[bytes, set[str]] = {}
    for customer_id, word in db.rows("SELECT customer_id, word FROM customer_word"):
        written.setdefault(customer_id, set()).add(word)
    for customer_id, name, tags in db.rows(
        "SELECT c.id, iif(c.active, p.name, ''), iif(c.active, coalesce(t.tags, ''), '') FROM customer c "
        "JOIN personal p ON p.id = c.personal_id LEFT JOIN customer_terms t ON t.customer_id = c.id ORDER BY c.id"
    ):
        wanted = {*fold(name).split(), *(f"#{word}" for tag in tags.split(",") for word in fold(tag).split())}
        if wanted != written.get(customer_id, set()):
            place = customer_id.hex()
            sentence = _("The card {id} is not found by its name and tags.")
            yield Fault("sum", place, sentence.format(id=place))


CHECKS: tuple[Callable[[Reader], Iterator[Fault]], ...] = (spent, taken_back, merged, words)
