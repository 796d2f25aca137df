"""What may never stand in the shop's file, on its paper or in its answers, and which texts try to bring it there."""

import json
import os
import unicodedata

from shoppos.base import journal
from tests.printing.hostile import HOSTILE

PARTS = 1 if os.environ.get("SHOPPOS_HOSTILE") == "all" else 5
"""Of how many texts a door gets one where each of them takes long."""

JOINERS = "\u200c\u200d"
OF_LINES = {("message", "body"), ("message_template", "body")}
"""What is a text of several lines, for a customer to read."""


def given(doors, door):
    """The texts that a door gets: doors beside each other get others, together all of them again and again."""
    return HOSTILE[list(doors).index(door) % PARTS :: PARTS]


def unsafe(text, allowed=""):
    """The characters of a text that a printer, a terminal or a reader might obey."""
    return [char for char in text if unicodedata.category(char)[0] == "C" and char not in JOINERS + allowed]


def strings(value):
    """Every string within a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


def unsafe_in_the_file(shop):
    """Every stored text with an unsafe character: table, column and text."""
    found = []
    tables = shop.db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    for (table,) in tables:
        columns = [row[1] for row in shop.db.rows(f"PRAGMA table_info({table})") if row[2] == "TEXT"]
        for column in columns:
            rows = shop.db.rows(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
            ends = "\n" if (table, column) in OF_LINES else ""
            found += [f"{table}.{column}: {text!r}" for (text,) in rows if unsafe(text, ends)]
    for seq, body in shop.db.rows("SELECT seq, body FROM journal"):
        told = json.loads(journal.body_of(body))
        found += [f"journal {seq}: {text!r}" for text in strings(told) if unsafe(text)]
    return found
