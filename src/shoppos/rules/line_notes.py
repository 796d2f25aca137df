"""The note of one line of a bill: the serial numbers of its pieces, and what was asked for in words."""

from dataclasses import dataclass

MARK = "S/N "
"""Begins the line of a note that names the pieces."""
BETWEEN = ", "


@dataclass(frozen=True, slots=True)
class Said:
    """`serials` are the pieces that were picked, `words` an engraving, a gift wrap, a measure."""

    words: str = ""
    serials: tuple[str, ...] = ()


def read(note: str) -> Said:
    """What a stored note says."""
    first, _end, rest = note.partition("\n")
    if not first.startswith(MARK):
        return Said(note)
    return Said(rest, tuple(part for part in first.removeprefix(MARK).split(BETWEEN) if part))


def write(said: Said) -> str:
    """The note as it is stored and printed, the pieces in a line of their own."""
    pieces = MARK + BETWEEN.join(said.serials) if said.serials else ""
    return "\n".join(part for part in (pieces, said.words) if part)
