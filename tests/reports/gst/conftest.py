"""A shop's file that bills are written into, and the reader that asks it."""

import pytest

from shoppos.base.clock import Clock
from shoppos.base.file import Reader
from shoppos.base.paths import SHOP_FILE
from tests.reports.gst.books import Writer


@pytest.fixture
def writer(folder):
    """Writes bills of any number, day and buyer."""
    return Writer(folder / SHOP_FILE)


@pytest.fixture
def db(folder):
    """Asks that file."""
    reader = Reader(folder / SHOP_FILE, Clock())
    yield reader
    reader.close()
