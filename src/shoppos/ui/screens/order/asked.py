"""What is asked for on the page of an order, as it is kept half typed and asked again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

NEW, ADDRESS, NOTE, LINE_NOTE = "new", "address", "note", "line_note"
"""What is being asked for: somebody new, one more address, a note on the order or on a line of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form or a question that stands open: of which order (its id in hex, "" for somebody new) and which line."""

    what: str
    order: str = ""
    phone: str = ""
    line: int = 0
    texts: list[str] = field(default_factory=list[str])

    @property
    def on(self) -> str:
        """On what is written: the order, or the number of somebody new."""
        return self.order or self.phone

    def typed(self, texts: list[str]) -> dict[str, Any]:
        """The same with what stands in its fields."""
        return asdict(self) | {"texts": texts}
