"""The languages a printer or a reader may understand: one module each, named in one tuple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.printing.head import Head
from shoppos.printing.languages import escpos, pdf, png, text, tspl, zpl

if TYPE_CHECKING:
    from collections.abc import Callable

    from shoppos.printing.page import Page

PLAIN = Head()
"""A printer nobody has described."""

LANGUAGES: tuple[tuple[str, Callable[[Page, Head], bytes]], ...] = (
    ("escpos", escpos.compose),
    ("tspl", tspl.compose),
    ("zpl", zpl.compose),
    ("pdf", pdf.compose),
    ("png", png.compose),
    ("text", text.compose),
)
"""Name and encoder of each; the modules bring their heavy libraries along only when they compose."""


def encode(page: Page, language: str, head: Head = PLAIN) -> bytes:
    """The bytes of `page` in the language called `language` for that print head; InvalidInput for an unknown one."""
    for name, compose in LANGUAGES:
        if name == language:
            return compose(page, head)
    raise InvalidInput(
        _('There is no printer language "{name}".').format(name=clean(language, limit=20)),
        _("Choose one of {languages}.").format(languages=", ".join(name for name, _compose in LANGUAGES)),
        field="language",
    )
