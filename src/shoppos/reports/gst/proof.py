"""What a return says together: the sum of its sections, and of its HSN table. Both must be what the bills come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shoppos.reports.gst.documents import Taxes, added

if TYPE_CHECKING:
    from collections.abc import Iterator

AMOUNTS = ("txval", "camt", "samt", "iamt", "csamt")
NIL = ("nil_amt", "expt_amt", "ngsup_amt")


def of_sections(told: dict[str, Any]) -> Taxes:
    """The sum of a return's sections, credit notes taken off."""
    return added(_sections(told))


def of_hsn(told: dict[str, Any]) -> Taxes:
    """The sum of its HSN table, both parts of it."""
    return added((_taxes(row), 1) for rows in told.get("hsn", {}).values() for row in rows)


def numbers(told: dict[str, Any]) -> int:
    """How many numbers of documents it says were used."""
    kinds = told.get("doc_issue", {"doc_det": []})["doc_det"]
    return sum(row["totnum"] for kind in kinds for row in kind["docs"])


def _sections(told: dict[str, Any]) -> Iterator[tuple[Taxes, int]]:
    for name, papers, sign in (("b2b", "inv", 1), ("b2cl", "inv", 1), ("cdnr", "nt", -1)):
        for group in told.get(name, []):
            for paper in group[papers]:
                yield from _items(paper, sign)
    for paper in told.get("cdnur", []):
        yield from _items(paper, -1)
    yield from ((_taxes(row), 1) for row in told.get("b2cs", []))
    for row in told.get("nil", {"inv": []})["inv"]:
        yield Taxes(sum(_paise(row[name]) for name in NIL)), 1


def _items(paper: dict[str, Any], sign: int) -> Iterator[tuple[Taxes, int]]:
    yield from ((_taxes(item["itm_det"]), sign) for item in paper["itms"])


def _taxes(row: dict[str, Any]) -> Taxes:
    return Taxes(*(_paise(row.get(name, 0)) for name in AMOUNTS))


def _paise(amount: float) -> int:
    return round(amount * 100)
