"""Papers in Tamil: the catalogue holds what stands on paper, whole and with its blanks, and nothing of the windows."""

import gettext

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from shoppos.base.i18n import BILL_LANGUAGES, LANGUAGES
from tests.test_words import ADVICE, LOCALE, ROOT, blanks, po

PAPER_ONLY = sorted(set(BILL_LANGUAGES) - set(LANGUAGES))


def folder(language):
    return LOCALE / language / "LC_MESSAGES"


def both(said):
    """A sentence, or the two of one with a number."""
    return (said,) if isinstance(said, str) else tuple(said)


def messages(language):
    return [message for message in po(folder(language) / "shoppos.po") if message.id]


@pytest.fixture(scope="module")
def on_paper():
    """The sentences that `papers.cfg` gathers."""
    with (LOCALE / "papers.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "src", methods, options)
    return {said for _path, _line, said, _notes, _context in found}


def test_every_module_that_words_a_paper_is_gathered_from():
    """Only the test slip is left out: it speaks to who sets the printer up, in the language of the screen."""
    with (LOCALE / "papers.cfg").open(encoding="utf-8") as file:
        patterns = [pattern for pattern, _method in parse_mapping_cfg(file)[0]]
    modules = [
        path for path in (ROOT / "src" / "shoppos" / "printing").rglob("*.py") if "gettext" in path.read_text("utf-8")
    ]
    left = [path.name for path in modules if not any(path.match(pattern) for pattern in patterns)]
    assert left == ["test_slip.py"]


@pytest.mark.parametrize("language", PAPER_ONLY)
def test_a_paper_language_holds_what_stands_on_paper_and_nothing_else(language, on_paper):
    held = {message.id for message in messages(language)}
    assert sorted(on_paper - held) == [], ADVICE
    assert sorted(held - on_paper) == [], ADVICE


@pytest.mark.parametrize("language", PAPER_ONLY)
def test_nothing_of_it_is_empty_or_a_guess_and_every_blank_is_kept(language):
    for message in messages(language):
        assert not message.fuzzy
        for said, translated in zip(both(message.id), both(message.string), strict=True):
            assert translated, f"{said}: {ADVICE}"
            assert blanks(said) == blanks(translated), said


@pytest.mark.parametrize("language", PAPER_ONLY)
def test_its_compiled_catalogue_says_the_same(language):
    with (folder(language) / "shoppos.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    wrong = [
        one
        for message in messages(language)
        for n, one, string in zip((1, 2), both(message.id), both(message.string), strict=False)
        if (compiled.ngettext(*message.id, n) if message.pluralizable else compiled.gettext(one)) != string
    ]
    assert wrong == [], ADVICE
