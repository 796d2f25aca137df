"""Who is refused something around orders is told what to do next, in the sentence or beside it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "shoppos"
ROOMS = (
    "online/*.py", "shop/order_*.py", "shop/outside_*.py", "shop/bank*.py", "shop/parcels.py", "shop/runs.py",
    "shop/advances.py", "shop/cod.py", "shop/splitting.py", "shop/conversation.py", "shop/message*.py",
    "shop/packing.py", "shop/open_box.py", "shop/tracking.py", "ui/screens/orders/*.py",
)  # fmt: skip
ENOUGH = frozenset({"Stopped."})
"""What a person asked for themselves, and needs no next step."""


def refusals(path: Path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Refused", "NotFound", "Unavailable"}:
            yield node


@pytest.mark.parametrize("room", ROOMS)
def test_a_refusal_tells_the_next_step(room):
    found = [(path, node) for path in sorted(SOURCE.glob(room)) for node in refusals(path)]
    assert list(SOURCE.glob(room)), "the files of this room have moved"
    bare = [
        f"{path.name}:{node.lineno}"
        for path, node in found
        if len(node.args) < 2
        and not any(word.arg == "hint" for word in node.keywords)
        and not ENOUGH & {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    ]
    assert bare == []
