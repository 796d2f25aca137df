"""One window on a shop: a second is refused with a sentence, and a crash leaves nothing in the way."""

import signal
import subprocess
import sys
import time

import pytest

from shoppos.base.errors import Refused
from shoppos.base.lock import WindowLock, holder, lock_path

TAKE = """
import sys, time
from pathlib import Path
from shoppos.base.errors import Refused
from shoppos.base.lock import WindowLock
lock = WindowLock(Path(sys.argv[1]))
try:
    lock.take()
except Refused as refused:
    sys.exit(str(refused))
print("taken", flush=True)
time.sleep(60)
"""


def other_window(path):
    return subprocess.Popen(
        [sys.executable, "-c", TAKE, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_second_window_is_refused_and_told_who_has_the_shop(tmp_path):
    lock = WindowLock(lock_path(tmp_path / "shop"))
    lock.take()
    second = other_window(lock.path)
    _out, said = second.communicate(timeout=20)
    assert second.returncode == 1
    assert "already open" in said
    lock.release()
    lock.take()
    lock.release()


def test_a_killed_window_frees_the_shop_at_once(tmp_path):
    path = lock_path(tmp_path)
    window = other_window(path)
    assert window.stdout.readline() == "taken\n"
    assert holder(path) == str(window.pid)
    with pytest.raises(Refused, match=str(window.pid)):
        WindowLock(path).take()
    window.send_signal(signal.SIGKILL)
    window.wait()
    begun = time.perf_counter()
    lock = WindowLock(path)
    lock.take()
    assert time.perf_counter() - begun < 1
    lock.release()
    assert holder(path) == ""


def test_nobody_holds_a_shop_that_was_never_open(tmp_path):
    assert holder(lock_path(tmp_path)) == ""
    assert list(tmp_path.iterdir()) == []
