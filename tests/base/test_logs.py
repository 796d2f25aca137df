"""The diary: one record one line, no customer in it, and every bug written down."""

import logging
import subprocess
import sys
import textwrap
import threading

import pytest

from shoppos.base import logs


@pytest.fixture
def diary(tmp_path):
    root = logging.getLogger()
    level = root.level
    handler = logging.FileHandler(tmp_path / "diary", encoding="utf-8")
    handler.setFormatter(logs.Line())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: (tmp_path / "diary").read_text("utf-8").splitlines()
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("call 9876543210 now", "call ********10 now"),
        ("call 98765 43210", "call ********10"),
        ("call +91 98765-43210.", "call ********10."),
        ("call 919876543210", "call ********10"),
        ("paid by asha.k-1@okaxis", "paid by ***@okaxis"),
        ("pay upi://pay?pa=kirana@ybl&am=9.00", "pay upi://pay?pa=***@ybl&am=9.00"),
        ("item 8901234567894 sold", "item 8901234567894 sold"),
        ("bill A1/2627/000123, 12345 paise @95", "bill A1/2627/000123, 12345 paise @95"),
    ],
)
def test_people_are_masked_and_goods_are_not(said, written):
    assert logs.masked(said) == written


def test_a_line_break_in_a_name_cannot_forge_a_record(diary):
    logging.getLogger("shop").warning("no item %s", "x\r\n2026-05-03 INFO all is well\u2028y")
    assert len(diary()) == 1
    assert r"x\r\n2026-05-03 INFO all is well\u2028y" in diary()[0]


def test_a_traceback_stands_behind_a_bar_and_is_masked_too(diary):
    def fail():
        msg = "no room for\n9876543210"
        raise ValueError(msg)

    try:
        fail()
    except ValueError:
        logging.getLogger("shop").exception("bad")
    head, *rest = diary()
    assert head.endswith("shop: bad")
    assert rest
    assert all(line.startswith("    | ") for line in rest)
    assert rest[-1] == "    | ********10"


def test_what_nobody_caught_is_logged_and_told_in_any_thread(diary):
    told = []
    undo = logs.catch_bugs(told.append)
    try:
        bug = RuntimeError("in the window")
        sys.excepthook(RuntimeError, bug, None)
        thread = threading.Thread(target=lambda: 1 // 0, name="spooler")
        thread.start()
        thread.join()
    finally:
        undo()
    assert told[0] is bug
    assert isinstance(told[1], ZeroDivisionError)
    text = "\n".join(diary())
    assert "in the window" in text
    assert "spooler" in text
    assert "ZeroDivisionError" in text


def test_a_bug_in_telling_is_logged_and_goes_no_further(diary):
    def tell(_bug):
        msg = "no dialog"
        raise OSError(msg)

    undo = logs.catch_bugs(tell)
    try:
        sys.excepthook(RuntimeError, RuntimeError("first"), None)
    finally:
        undo()
    assert "no dialog" in "\n".join(diary())


def test_ctrl_c_is_no_bug(capsys, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    told = []
    undo = logs.catch_bugs(told.append)
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        undo()
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_the_diary_turns_over_and_a_crash_of_the_interpreter_leaves_its_trace(tmp_path):
    program = """
        import faulthandler, logging, sys
        from pathlib import Path
        from shoppos.base import logs
        logs.SIZE = 2_000
        logs.start(Path(sys.argv[1]))
        for n in range(400):
            logging.getLogger("shop").info("bill %d for 9876543210", n)
        faulthandler._sigsegv()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program), tmp_path], check=False, capture_output=True)
    assert done.returncode != 0
    files = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert files == ["crash.log", "shoppos.log", *(f"shoppos.log.{n}" for n in range(1, 6))]
    newest = (tmp_path / "logs" / "shoppos.log").read_text("utf-8")
    assert newest.splitlines()[-1].endswith("bill 399 for ********10")
    assert "Segmentation fault" in (tmp_path / "logs" / "crash.log").read_text("utf-8")


def test_stopping_closes_the_files(tmp_path):
    stop = logs.start(tmp_path)
    logging.getLogger("shop").warning("first")
    stop()
    logging.getLogger("shop").warning("after")
    assert (tmp_path / "logs" / "shoppos.log").read_text("utf-8").count("\n") == 1
