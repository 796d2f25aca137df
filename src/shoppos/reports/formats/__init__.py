"""A report as a file: text for a terminal, JSON, CSV and Excel for programs, one HTML page for a phone.

A new format is a file here and its name in `FORMATS`. Paper and PDF are printing's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean

if TYPE_CHECKING:
    import datetime as dt

    from shoppos.reports.report import Report
    from shoppos.rules.letterhead import Letterhead

FORMATS = ("text", "json", "csv", "xlsx", "html")


def write(report: Report, format: str, shop: Letterhead, made_at: dt.datetime) -> bytes:
    """The report as a file of one of FORMATS; `made_at` in the shop's zone, in which all moments are told."""
    from shoppos.reports.formats import csv, html, json, text, xlsx  # noqa: PLC0415  (one of them is wanted)

    writers = {"text": text.write, "json": json.write, "csv": csv.write, "xlsx": xlsx.write, "html": html.write}
    if format not in writers:
        raise InvalidInput(
            _('A report cannot be written as "{format}".').format(format=clean(format, 20)),
            _("Choose one of {formats}.").format(formats=", ".join([*FORMATS, "pdf"])),
            "format",
        )
    return writers[format](report, shop, made_at)
