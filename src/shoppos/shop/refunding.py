"""How the worth of goods that came back is settled: points as points, then new goods, what is due, and money."""

from collections.abc import Sequence
from dataclasses import dataclass

from shoppos.shop.settling import Taken


@dataclass(frozen=True, slots=True)
class Worth:
    """One credit note to be settled, in paise: its payable, and what its bill is due on the khata and at the door.

    `points` is the part of it that points had paid: they come back as points, so that nobody turns them into money.
    Of what nobody has seen come in nobody gets anything: `unseen` of the money from before is the order's again, and
    `door`, claimed at the door, is due there no more.
    """

    payable: int
    khata: int = 0
    cod: int = 0
    points: int = 0
    unseen: int = 0
    door: int = 0

    @property
    def open(self) -> int:
        """What of it may pay for new goods, in paise: all but what points had paid, and what nobody has seen."""
        return max(self.payable - self.points - self.unseen - self.door, 0)


def settle_back(
    notes: Sequence[Worth], exchange: int, way: str, reference: str = "", by: Sequence[tuple[str, int]] = ()
) -> list[list[Taken]]:  # fmt: skip
    """The payments of each note, all below zero; together they are its payable.

    `exchange` paise of all notes together, of what is `open` in them, pay a new bill; `way` is how money goes back,
    first by each way of `by` what came by it, in paise.
    """
    shares, came = list[list[Taken]](), dict(by)
    for note in notes:
        parts: dict[str, int] = {}
        left = note.payable
        dues = (("khata", note.khata), ("cod", note.cod + note.door), ("advance", note.unseen))
        for key, most in (("points", note.points), ("exchange", min(exchange, note.open)), *dues):
            part = min(left, most)
            parts[key] = parts.get(key, 0) + part
            left -= part
        for key, most in came.items():
            part = min(left, most)
            parts[key] = parts.get(key, 0) + part
            came[key] -= part
            left -= part
        parts[way] = parts.get(way, 0) + left
        exchange -= parts["exchange"]
        shares.append([Taken(key, -part, reference if key == way else "", "") for key, part in parts.items() if part])
    return shares
