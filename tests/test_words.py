"""The catalogues: every sentence of the program stands in them, translated, compiled, with its blanks in place."""

import gettext
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from shoppos.base.i18n import DOMAIN, LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "resources" / "locale"
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
ADVICE = "run `python3 dev.py translate`, then fill what is empty"


@pytest.fixture(scope="module")
def spoken():
    """The sentences in the sources; those with a plural as pairs."""
    return {said for _path, _line, said, _notes, _context in extract_from_dir(ROOT / "src", [("**.py", "python")])}


def po(path):
    with path.open("rb") as file:
        return read_po(file)


def catalogue(language):
    return po(LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po")


def forms(message):
    """The texts of one message in pairs of original and translation."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return [(message.id[min(n, 1)], text) for n, text in enumerate(message.string)]


def blanks(text):
    return {name for _text, name, _spec, _how in string.Formatter().parse(text) if name is not None}


def nothing(sentences, what):
    """Fail with the first few sentences, and what to do, unless there are none."""
    if sentences:
        some = "\n  ".join(map(str, sorted(sentences, key=str)[:10]))
        pytest.fail(f"{len(sentences)} sentences {what}: {ADVICE}\n  {some}", pytrace=False)


def test_the_template_holds_what_the_program_says(spoken):
    template = {message.id for message in po(LOCALE / f"{DOMAIN}.pot") if message.id}
    nothing(spoken - template, "are not in the template")
    nothing(template - spoken, "of the template are said no more")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_a_guess(language, spoken):
    messages = [message for message in catalogue(language) if message.id]
    nothing(spoken - {message.id for message in messages}, "are not in the catalogue")
    nothing({message.id for message in messages} - spoken, "of the catalogue are said no more")
    nothing([message.id for message in messages if message.fuzzy], "are guessed")
    nothing([one for message in messages for one, text in forms(message) if not text], "are not translated")


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_blanks_and_the_edges(language):
    wrong = [
        one
        for message in catalogue(language)
        if message.id
        for one, text in forms(message)
        if text
        and (
            blanks(one) != blanks(text)
            or (one[0].isspace(), one[-1].isspace()) != (text[0].isspace(), text[-1].isspace())
        )
    ]
    nothing(wrong, "lose a blank or an edge")


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_says_the_same(language):
    with (LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    wrong = [
        message.id
        for message in catalogue(language)
        if message.id
        for spoken in [message.id if isinstance(message.id, str) else message.id[0]]
        for said in [compiled.gettext(spoken) if isinstance(message.id, str) else compiled.ngettext(*message.id, 1)]
        if said != (forms(message)[0][1] or spoken)
    ]
    nothing(wrong, "are compiled otherwise")
