"""Names are hostile text: nothing crashes, and no byte that a printer or terminal obeys comes out."""

import re
import unicodedata

import pytest

from tests.hostile.unsafe import PARTS
from tests.printing.hostile import HOSTILE


def obeyed(text):
    """Characters that a terminal or a printer would act on, line ends aside."""
    kept = {"\n", "\u200c", "\u200d"}
    return [char for char in text if char not in kept and unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}]


@pytest.mark.parametrize(("at", "text"), enumerate(HOSTILE), ids=range(len(HOSTILE)))
def test_a_hostile_name_is_kept_clean_or_refused_in_a_sentence(run, tmp_path, at, text):
    """Every text goes to some of the commands, and every command gets some of the texts; see `PARTS`."""
    typed = text.replace("\0", "")  # no shell can hand over a NUL
    added = run("items", "add", "9", "--price", "10", "--json", "--", f"x{typed}")
    assert added.code == 0, added.err
    assert run("sell", "9", "--pay", "cash").code == 0
    commands = (
        ("items", "add", "--price", "1", "--", typed, "name"), ("items", "find", "--", typed),
        ("customers", "add", "9812345678", f"--name={typed}"), ("customers", "find", "--", typed),
        ("sell", "9", "--pay", "cash", "--customer", "9812345678"), ("sell", "--pay", "cash", "--", f"9{typed}"),
        ("stock", "move", "9", "1", f"--reason={typed}"), ("bill", "list", f"--find={typed}"), ("items", "list"),
        ("bill", "show", "--", typed), ("print", "bill", "A1/2627/000001", f"--to={typed}"),
        ("queue", "retry", "--", typed), ("queue", "show", "--", typed),
        ("queue", "move", "A1/2627/000001", f"--to={typed}"), ("printers", "status", "--", typed),
        ("printers", "test", "--", typed), ("print", "report", "--", typed), ("report", "--", typed),
        ("report", "day", f"--period={typed}"), ("report", "bills", f"--choice=employee={typed}"), ("report", "best"),
        ("print", "shelf", "--", typed, f"9={typed}"),
        ("print", "label", "A1/2627/000001", f"--awb={typed}", f"--weight={typed}"), ("queue", "list", "--all"),
        ("check", "gstin", "--", typed), ("employees", "add", "--", typed), (f"--as={typed}", "items", "list"),
    )  # fmt: skip
    for words in commands[at % PARTS :: PARTS]:
        said = run(*words)
        assert said.code in {0, 1, 2}, (words, said.err)
        assert "Traceback" not in said.err
        assert obeyed(said.out) == [], words
        assert said.code == 2 or obeyed(said.err) == [], words
    said = run("print", "shelf", "9", "--out", tmp_path / "shelf.zpl", "--json")
    assert said.code == 0, said.err
    assert re.fullmatch(rb"[\n -~]*", (tmp_path / "shelf.zpl").read_bytes())
    number = run("bill", "list", "--json").json[-1]["number"]
    file = tmp_path / "bill.txt"
    assert run("print", "bill", number, "--out", file).code == 0
    assert obeyed(file.read_text("utf-8")) == []
    assert run("verify").code == 0
