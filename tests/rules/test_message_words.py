"""What is told at each step: sentences whose blanks are all known, in every language that papers speak."""

import gettext

import pytest

from shoppos.base.errors import InvalidInput
from shoppos.rules.message_words import (
    BLANKS,
    SAMPLE,
    STEPS,
    channel_said,
    filled,
    names_of,
    sentences,
    step_said,
    subject,
    tidy,
)

PLAIN = gettext.NullTranslations().gettext


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("pickup", [False, True])
def test_every_step_is_said_and_its_blanks_are_known(step, pickup):
    said = sentences(step, PLAIN, pickup=pickup)
    assert said[-1] == "{shop}, {phone}"
    assert {name for line in said for name in names_of(line)} <= set(BLANKS)
    assert len(filled(said, SAMPLE)) == len(said)
    assert set(names_of(subject(step, PLAIN))) <= set(BLANKS)
    assert step_said(step) != step


def test_an_unknown_step_says_nothing():
    assert sentences("vanished", PLAIN) == ()


@pytest.mark.parametrize("text", [
    "Dear {nmae}", "{name.upper}", "{name!r}", "{amount:>99999999}", "{0}", "{}", "open {name", "shut }", "{na me}",
])  # fmt: skip
def test_a_blank_that_nobody_fills_is_refused(text):
    with pytest.raises(InvalidInput):
        names_of(text)


def test_braces_in_what_is_filled_in_are_only_words():
    assert filled(["Dear {name}, {number}"], {"name": "{phone}", "number": "1"}) == ["Dear {phone}, 1"]


def test_a_sentence_without_its_figure_is_not_said():
    assert filled(["To {name}.", "Pay {due}.", "Bye."], {"name": "Asha", "due": ""}) == ["To Asha.", "Bye."]


def test_a_text_keeps_its_lines_and_nothing_that_a_screen_obeys():
    assert tidy("\n\n one \x1b[2J\r\n\n\n\ntwo\u202e\x00 \n") == "one [2J\n\ntwo"
    assert len(tidy("x" * 9000)) == 4000


def test_channels_have_names():
    assert [channel_said(one) for one in ("sms", "email", "whatsapp", "telegram", "fax")] == [
        "SMS", "E-mail", "WhatsApp", "Telegram", "fax",
    ]  # fmt: skip
