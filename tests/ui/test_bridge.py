"""News of the shop arrives on the window's thread, after the act, once for all that happened in a moment."""

import subprocess
import sys
import threading

import pytest

from shoppos.ui import bridge as bridge_module
from shoppos.ui.bridge import Bridge

WRITE = """
import sys
from pathlib import Path
from shoppos.shop import Shop
shop = Shop.open(Path(sys.argv[1]))
shop.settings.set("theme", "dark")
shop.close()
"""


@pytest.fixture
def bridge(shop, qtbot):
    made = Bridge(shop.db)
    made.heard = []
    made.changed.connect(lambda tables: made.heard.append((tables, threading.current_thread())))
    yield made
    made.stop()


def test_a_commit_of_this_thread_is_told_after_the_act(bridge, shop, qtbot):
    shop.settings.set("theme", "dark")
    assert bridge.heard == []
    qtbot.waitUntil(lambda: bool(bridge.heard), timeout=1000)
    assert "setting" in bridge.heard[0][0]


def test_the_commits_of_one_moment_are_told_together(bridge, shop, qtbot):
    shop.settings.set("theme", "dark")
    shop.customers.add("Anil", "9876500001")
    qtbot.waitUntil(lambda: bool(bridge.heard), timeout=1000)
    qtbot.wait(20)
    assert len(bridge.heard) == 1
    assert {"setting", "customer"} <= bridge.heard[0][0]


def test_a_commit_of_another_thread_is_told_on_the_window_s_own(bridge, shop, qtbot):
    def work():
        shop.settings.set("theme", "dark")
        shop.db.release()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(bridge.heard), timeout=1000)
    assert bridge.heard[0][1] is threading.main_thread()


def test_a_commit_of_another_program_is_noticed(shop, folder, qtbot, monkeypatch):
    monkeypatch.setattr(bridge_module, "POLL", 30)
    listening = Bridge(shop.db)
    with qtbot.waitSignal(listening.elsewhere, timeout=10_000):
        subprocess.run([sys.executable, "-c", WRITE, folder], check=True)
    assert shop.settings.get("theme", "light") == "dark"
    listening.stop()


def test_nothing_is_told_when_nothing_happened_elsewhere(shop, qtbot, monkeypatch):
    monkeypatch.setattr(bridge_module, "POLL", 10)
    listening = Bridge(shop.db)
    told = []
    listening.elsewhere.connect(lambda: told.append(1))
    shop.settings.set("theme", "dark")
    qtbot.wait(100)
    assert told == []
    listening.stop()


def test_after_stop_nothing_is_heard(bridge, shop, qtbot):
    bridge.stop()
    shop.settings.set("theme", "dark")
    qtbot.wait(20)
    assert bridge.heard == []
    shop.db.committed.connect(bridge._heard)  # the fixture stops it once more
