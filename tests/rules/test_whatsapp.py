"""Links into other programs: what stands in a text stays text."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from shoppos.rules.whatsapp import mailto, telegram, whatsapp

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "rules.json").read_text(encoding="utf-8"))["whatsapp"]


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["text"] or "empty")
def test_vectors(one):
    assert whatsapp(one["phone"], one["text"]) == one["expect"]


@pytest.mark.parametrize("text", ["a&b=c#d?e", "₹1,240\nनमस्ते", "100% & more", "\u200d👨‍👩‍👧"])
def test_a_text_comes_out_as_it_went_in(text):
    assert parse_qs(urlsplit(whatsapp("9876543210", text)).query)["text"] == [text]
    found = urlsplit(mailto("asha@example.in", text.replace("\n", " "), text))
    assert parse_qs(found.query)["body"] == [text.replace("\n", "\r\n")]


def test_an_address_cannot_bring_more_into_a_mail():
    assert mailto("a@b.in?bcc=all@b.in&body=x", "s") == "mailto:a@b.in%3Fbcc%3Dall@b.in%26body%3Dx?subject=s"


def test_a_chat_with_the_bot_carries_the_code():
    assert telegram("sharma_bot", "a-b_c") == "https://t.me/sharma_bot?start=a-b_c"
    assert telegram("sharma_bot") == "https://t.me/sharma_bot"
