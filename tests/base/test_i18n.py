"""The program's words: swapped whole, a paper may speak another language than the screen."""

import gettext

import pytest

from shoppos.base import i18n, paths


@pytest.fixture(autouse=True)
def language_afterwards():
    before = i18n.language()
    yield
    i18n.use(before)


@pytest.fixture
def a_catalogue(tmp_path, monkeypatch):
    """A tiny Hindi catalogue in place of the real one."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    words = Catalog(locale="hi")
    words.add("Cash", "नकद")
    words.add(("{n} item", "{n} items"), ("{n} वस्तु", "{n} वस्तुएँ"))
    folder = tmp_path / "hi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "shoppos.mo").open("wb") as file:
        write_mo(file, words)
    monkeypatch.setattr(i18n, "resource", lambda _name: tmp_path)
    monkeypatch.setattr(gettext, "_translations", {})


def test_english_is_what_is_written_in_the_source():
    i18n.use("en")
    assert i18n._("Cash") == "Cash"
    assert [i18n.ngettext("{n} item", "{n} items", n) for n in (1, 2)] == ["{n} item", "{n} items"]


@pytest.mark.usefixtures("a_catalogue")
def test_a_language_is_swapped_whole_and_back():
    i18n.use("hi")
    assert i18n.language() == "hi"
    assert i18n._("Cash") == "नकद"
    assert [i18n.ngettext("{n} item", "{n} items", n) for n in (1, 2)] == ["{n} वस्तु", "{n} वस्तुएँ"]
    i18n.use("en")
    assert i18n._("Cash") == "Cash"


@pytest.mark.usefixtures("a_catalogue")
def test_what_has_no_translation_is_said_in_english():
    i18n.use("hi")
    assert i18n._("Never said before") == "Never said before"


@pytest.mark.usefixtures("a_catalogue")
def test_a_paper_may_speak_another_language_than_the_screen():
    i18n.use("en")
    assert i18n.catalogue("hi").gettext("Cash") == "नकद"
    assert i18n._("Cash") == "Cash"


def test_an_unknown_language_falls_back_to_english():
    i18n.use("xx")
    assert i18n.language() == "en"
    assert i18n._("Cash") == "Cash"


def test_a_language_of_papers_alone_is_not_taken_for_the_screen():
    assert "ta" in i18n.BILL_LANGUAGES
    i18n.use("ta")
    assert i18n.language() == "en"
    assert i18n._("Cash") == "Cash"


def test_every_language_but_english_ships_its_catalogue():
    for language in set(i18n.BILL_LANGUAGES) - {"en"}:
        assert (paths.resource("locale") / language / "LC_MESSAGES" / "shoppos.mo").is_file()


@pytest.mark.parametrize("spoken", ["en", "hi"])
def test_a_sentence_is_known_in_every_language_whichever_is_spoken(spoken):
    hindi = i18n.catalogue("hi").gettext("Settings")
    i18n.use(spoken)
    try:
        said = i18n._("Settings")
        ways = i18n.every_way(said)
    finally:
        i18n.use("en")
    assert ways[0] == said
    assert set(ways) == {"Settings", hindi}


def test_what_is_no_sentence_of_the_program_stands_for_itself():
    assert i18n.every_way("Sharma Kirana") == ("Sharma Kirana",)


def test_a_catalogue_is_read_as_the_program_reads_it():
    catalogue = i18n.catalogue("hi")
    sentences = i18n._sentences("hi")
    assert len(sentences) > 1000
    assert all(catalogue.gettext(message) == said for message, said in sentences.items() if "{n}" not in message)
    assert i18n._sentences("en") == {}
