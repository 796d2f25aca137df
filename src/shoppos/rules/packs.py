"""Packs and bundles: one of them is so much of each part, and there are as many as the scarcest part makes."""

from collections.abc import Iterable

from shoppos.base.money import half_up

PIECE = 1000


def moved(quantity: int, per_piece: int) -> int:
    """Thousandths of a part that `quantity` thousandths of a pack hold, `per_piece` thousandths to a pack."""
    return half_up(quantity * per_piece, PIECE)


def whole(parts: Iterable[tuple[int | None, int]]) -> int | None:
    """Whole packs, in thousandths, that the parts make: what is on hand of each and how much of it goes into one.

    A part that is not counted limits nothing; None when none of them is.
    """
    counted = [on_hand // per_piece * PIECE for on_hand, per_piece in parts if on_hand is not None]
    return min(counted, default=None)
