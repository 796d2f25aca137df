"""A paper as it goes with a message: the same page that is printed, as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.settings import setting
from shoppos.printing.documents import page_for
from shoppos.printing.languages import encode

if TYPE_CHECKING:
    from shoppos.base.file import Reader


def attached(db: Reader, doc_id: bytes, kind: str) -> bytes:
    """A document's paper of that kind on A4, in the language of the shop's papers; nothing is noted as printed."""
    language = setting(db, "bill_language", "") or setting(db, "language", "en")
    return encode(page_for(db, kind, doc_id, {}, "A4", language=language), "pdf")
