"""One change of an open sale: written locally, with what it replaced beside it."""

import json
from typing import Any, cast

from shoppos.base.journal import Value
from shoppos.base.row import columns
from shoppos.base.transaction import Transaction
from shoppos.models.keeping import LineNote
from shoppos.models.sale import Sale, SaleLine, SaleStep
from shoppos.shop.sale_view import Header, OpenLine

NOT_PRICED: dict[str, Value] = dict.fromkeys(
    ("gross", "disc", "bdisc", "ship", "taxable", "cgst", "sgst", "igst", "cess"), 0
)


class Edit:
    """One change of an open sale: writes it locally and remembers what it replaced."""

    def __init__(self, tx: Transaction, sale_id: bytes, header: Header, lines: list[OpenLine]) -> None:
        """Change the sale `sale_id`, whose rows are `header` and `lines`."""
        self.tx = tx
        self.sale_id = sale_id
        self.header = header
        self.lines = {line.line: line for line in lines}
        self.was: dict[str, Any] = {}
        self.by_lists: bool | None = None
        """Whether the shop has price lists; None until somebody asked."""
        self.charge = 0
        """What delivery cost by the shop's own rule before this change, in paise, where the sale is an order's."""

    def put(self, line: OpenLine) -> None:
        """Write a new line, or the line of that number anew."""
        old = self.lines.get(line.line)
        self._remember(line.line, old)
        if old is None:
            row = {"sale_id": self.sale_id, "line": line.line, **line.inputs(), **NOT_PRICED}
            self.tx.insert(SaleLine, row, local=True)
        else:
            before = old.inputs()
            changes = {name: value for name, value in line.inputs().items() if value != before[name]}
            if changes:
                self.tx.change(SaleLine, {"sale_id": self.sale_id, "line": line.line}, changes, local=True)
        self.lines[line.line] = line

    def note(self, number: int, note: str) -> None:
        """Write down what was asked for on a line; "" for nothing."""
        line = self.lines[number]
        if line.note == note:
            return
        self.was.setdefault("notes", {}).setdefault(str(number), line.note)
        key: dict[str, Value] = {"sale_id": self.sale_id, "line": number}
        if not note:
            self.tx.remove(LineNote, key, local=True)
        elif not line.note:
            self.tx.insert(LineNote, {**key, "note": note}, local=True)
        else:
            self.tx.change(LineNote, key, {"note": note}, local=True)
        self.lines[number] = line._replace(note=note)

    def drop(self, number: int) -> None:
        """Take a line off the sale."""
        self.note(number, "")
        self._remember(number, self.lines.pop(number))
        self.tx.remove(SaleLine, {"sale_id": self.sale_id, "line": number}, local=True)

    def head(self, **changes: Value) -> None:
        """Change what holds for the whole sale."""
        self.was.setdefault("head", {}).update(
            {name: told(getattr(self.header, name)) for name in changes if name not in self.was.get("head", {})}
        )
        self.tx.change(Sale, {"id": self.sale_id}, changes, local=True)
        self.header = self.header._replace(**changes)  # type: ignore[arg-type]  # the callers name the header's own columns

    def ordered(self) -> list[OpenLine]:
        """The lines as they stand now, in the order of their numbers."""
        return [self.lines[number] for number in sorted(self.lines)]

    def free_number(self) -> int:
        """The number of the next new line."""
        return max(self.lines, default=0) + 1

    def _remember(self, number: int, line: OpenLine | None) -> None:
        was = None if line is None else {name: told(value) for name, value in line.inputs().items()}
        self.was.setdefault("lines", {}).setdefault(str(number), was)

    def step(self) -> None:
        """Write down what was replaced, so that it can be undone even after a power cut."""
        if self.was:
            last = self.tx.run("SELECT max(step) FROM sale_step WHERE sale_id = ?", (self.sale_id,)).fetchone()[0]
            row = {"sale_id": self.sale_id, "step": (last or 0) + 1, "was": json.dumps(self.was, ensure_ascii=False)}
            self.tx.insert(SaleStep, row, local=True)
            self.was = {}


def told(value: Value) -> Any:
    """A value as JSON can say it."""
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def untold(value: Any) -> Value:
    """The value that `told` said."""
    if isinstance(value, dict):
        return bytes.fromhex(cast("dict[str, str]", value)["hex"])
    return value


BLANK: dict[str, Value] = {
    **dict.fromkeys((column.name for column in columns(Sale)), 0),
    **dict.fromkeys(("number", "seq", "kind", "with_id", "business_date", "made_at", "letterhead_id")),
    "round_to": 100,
}


def blank_row(sale_id: bytes, header: Header) -> dict[str, Value]:
    """A whole row of table `sale` for an open sale with that head."""
    return {**BLANK, **header._asdict(), "id": sale_id}
