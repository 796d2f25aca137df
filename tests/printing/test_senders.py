"""Who prints: locks that only the living hold, for one paper and for one printer."""

import subprocess
import sys
import time

from shoppos.printing.senders import Senders

HOLDS = """
import sys, time
from pathlib import Path
from shoppos.printing.senders import Senders

with Senders(Path(sys.argv[1])).sending() as name, Senders(Path(sys.argv[1])).at("tcp://till"):
    print(name, flush=True)
    time.sleep(60)
"""


def test_a_sender_lives_as_long_as_its_lock_is_held(tmp_path):
    senders = Senders(tmp_path)
    with senders.sending() as name:
        assert senders.lives(name)
        assert Senders(tmp_path).lives(name)
        assert not senders.lives("somebody else")
    assert not senders.lives(name)
    assert not senders.lives("")
    assert list(tmp_path.glob("sending-*")) == []


def test_no_two_have_one_printer_and_each_printer_is_its_own(tmp_path):
    mine, other = Senders(tmp_path), Senders(tmp_path)
    with mine.at("tcp://till") as first, other.at("tcp://till") as second, other.at("tcp://labels") as third:
        assert (first, second, third) == (True, False, True)
    with other.at("tcp://till") as free:
        assert free


def test_two_spellings_of_one_address_are_one_printer(tmp_path):
    with Senders(tmp_path).at("tcp://till") as free, Senders(tmp_path).at("tcp://TILL:9100") as second:
        assert free
        assert not second


def test_a_printer_is_waited_for_with_patience_and_no_longer(tmp_path):
    with Senders(tmp_path).at("tcp://till"):
        begun = time.monotonic()
        with Senders(tmp_path).at("tcp://till", 0.3) as free:
            assert not free
        assert 0.3 <= time.monotonic() - begun < 2


def test_what_a_killed_program_held_is_free(tmp_path):
    senders = Senders(tmp_path)
    command = [sys.executable, "-c", HOLDS, tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        name = program.stdout.readline().strip()
        assert senders.lives(name)
        with senders.at("tcp://till") as free:
            assert not free
        program.kill()
    assert not senders.lives(name)
    with senders.at("tcp://till") as free:
        assert free
