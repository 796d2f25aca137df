"""The program's own words in the shop's language."""

import gettext
import struct
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from shoppos.base.paths import resource

DOMAIN = "shoppos"
LANGUAGES = {"en": "English", "hi": "हिन्दी"}
BILL_LANGUAGES = {**LANGUAGES, "ta": "தமிழ்"}
"""What a paper may speak; those beyond LANGUAGES have a catalogue of what stands on paper and of nothing else."""


class _Words:
    """The catalogue in force; swapped whole when the language changes."""

    catalogue: gettext.NullTranslations = gettext.NullTranslations()
    language: str = "en"


_own: ContextVar[gettext.NullTranslations | None] = ContextVar("words", default=None)
"""The catalogue of one act of one thread that speaks another language than the screen."""
_spoken: ContextVar[str] = ContextVar("language", default="")
"""Which language that is, "" where none is spoken apart."""


def use(language: str) -> None:
    """Speak `language` (a key of LANGUAGES) from now on; an unknown one falls back to English."""
    _Words.language = language if language in LANGUAGES else "en"
    _Words.catalogue = catalogue(_Words.language)


def language() -> str:
    """The language in force, a key of LANGUAGES; inside `speaking` the one that is spoken."""
    return _spoken.get() or _Words.language


def catalogue(language: str) -> gettext.NullTranslations:
    """The words of one of BILL_LANGUAGES, for a paper printed in another language than the screen's."""
    if language == "en" or language not in BILL_LANGUAGES:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, localedir=Path(resource("locale")), languages=[language], fallback=True)


@contextmanager
def speaking(language: str) -> Generator[None]:
    """Meanwhile this thread alone speaks one of BILL_LANGUAGES: a report for paper, beside a screen at work."""
    before, named = _own.set(catalogue(language)), _spoken.set(language)
    try:
        yield
    finally:
        _own.reset(before)
        _spoken.reset(named)


def _(message: str) -> str:
    """`message` in the language in force."""
    return (_own.get() or _Words.catalogue).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The singular or plural form for `n` in the language in force."""
    return (_own.get() or _Words.catalogue).ngettext(one, many, n)


def every_way(text: str) -> tuple[str, ...]:
    """A sentence of the program, said in the language in force, in each of LANGUAGES; what is none stands for itself.

    So that somebody who knows the English word of a thing finds it on a Hindi screen, and the other way round.
    """
    english = {said: message for message, said in _sentences(language()).items()}.get(text, text)
    return tuple(dict.fromkeys((text, english, *(_sentences(key).get(english, english) for key in LANGUAGES))))


@cache
def _sentences(language: str) -> dict[str, str]:
    """Every sentence of a catalogue with what it is in that language (the format of GNU gettext's MO files, part 10.3).

    Of a sentence for one and for many the first alone is told.
    """
    file = Path(resource("locale")) / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not file.is_file():
        return {}
    held = file.read_bytes()
    order = "<" if held[:4] == b"\xde\x12\x04\x95" else ">"
    count, *tables = struct.unpack_from(f"{order}3I", held, 8)
    texts = [
        [
            held[start : start + size].split(b"\0")[0].decode()
            for size, start in struct.iter_unpack(f"{order}2I", held[table : table + 8 * count])
        ]
        for table in tables
    ]
    return {message: said for message, said in zip(*texts, strict=True) if message and said}
