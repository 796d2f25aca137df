"""What is typed with an expense or an estimate is hostile text: no byte that a printer or terminal obeys comes out."""

import pytest

from tests.cli.test_hostile import obeyed
from tests.printing.hostile import HOSTILE


@pytest.mark.parametrize("text", HOSTILE[::6], ids=range(0, len(HOSTILE), 6))
def test_hostile_words_are_kept_clean_or_refused_in_a_sentence(stocked, tmp_path, text):
    typed = text.replace("\0", "")  # no shell can hand over a NUL
    for words in (
        ("expense", "add", "Rent", "10", f"--to={typed}", f"--reference={typed}", f"--note={typed}"),
        ("expense", "add", "--", typed, "10"), ("expense", "list", f"--category={typed}"), ("expense", "list"),
        ("estimate", "new", f"--name=A{typed}", f"--note={typed}", "1001"), ("estimate", "new", "--", typed),
        ("estimate", "show", "1"), ("estimate", "list", f"--find={typed}"), ("estimate", "message", "1"),
        ("estimate", "order", "1", f"--name=A{typed}"),
    ):  # fmt: skip
        said = stocked(*words)
        assert said.code in {0, 1, 2}, (words, said.err)
        assert "Traceback" not in said.err
        assert obeyed(said.out) == [], words
        assert said.code == 2 or obeyed(said.err) == [], words
    file = tmp_path / "estimate.txt"
    assert stocked("estimate", "print", "1", "--out", file).code == 0
    assert obeyed(file.read_text("utf-8")) == []
    assert stocked("verify").code == 0


def test_categories_are_kept_clean(stocked):
    kept = stocked("expense", "categories", "--set", "Flo\u202ewers\x07", "A" * 500, "--json").json
    assert kept == ["Flowers", "A" * 40]
