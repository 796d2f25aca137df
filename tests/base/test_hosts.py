"""This computer's own names: written down once, and never taken for another computer's."""

from pathlib import Path

import shoppos
from shoppos.base.hosts import OWN


def test_the_names_of_this_computer_stand_in_one_place():
    source = Path(shoppos.__file__).parent
    found = [path.relative_to(source).as_posix() for path in source.rglob("*.py") if '"::1"' in path.read_text("utf-8")]
    assert found == ["base/hosts.py"]


def test_a_host_that_only_begins_so_is_another_computer():
    assert "localhost.example.com" not in OWN
    assert "127.0.0.1.example.com" not in OWN
