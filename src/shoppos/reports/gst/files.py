"""GSTR-1 as files: the portal's JSON, or its sheets as one workbook or one CSV each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.reports.gst import gstr1, sheets

if TYPE_CHECKING:
    from shoppos.reports.gst.documents import Books

FORMATS = ("json", "xlsx", "csv")


def gstr1_files(books: Books, format: str) -> list[tuple[str, bytes]]:
    """The return as files, each with its name: one of JSON and of Excel, one a sheet of CSV."""
    stem = f"GSTR1_{books.shop.gstin}_{books.period.last:%m%Y}"
    if format == "csv":
        return [(sheets.file_name(sheet), sheets.as_csv(sheet)) for sheet in sheets.sheets(books)]
    if format == "xlsx":
        from shoppos.reports.formats import xlsx  # noqa: PLC0415  (only for an export)

        return [(f"{stem}.xlsx", xlsx.write_sheets((sheet.name, sheet.rows) for sheet in sheets.sheets(books)))]
    if format == "json":
        return [(f"{stem}.json", as_json(gstr1.build(books)))]
    raise InvalidInput(
        _('GSTR-1 is not written as "{format}".').format(format=clean(format, 20)),
        _("Choose one of {formats}.").format(formats=", ".join(FORMATS)),
        "format",
    )


def as_json(document: dict[str, Any]) -> bytes:
    """A return as the portal takes it."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
