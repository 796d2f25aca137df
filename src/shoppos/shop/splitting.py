"""A split delivery: what leaves now and what follows, each with its own lines, discounts and notes."""

from collections.abc import Mapping, Sequence

from shoppos.base.errors import InvalidInput, NotFound
from shoppos.base.i18n import _
from shoppos.base.money import half_up, rupees
from shoppos.base.money import quantity as show_quantity
from shoppos.rules import line_notes
from shoppos.rules.offers import Off
from shoppos.rules.packs import PIECE
from shoppos.rules.pricing import PricedSale
from shoppos.shop.sale_view import Header, OpenLine, Reckoning


def rounded_said(over: int) -> str:
    """That an order comes to so many paise more, or below zero less, in its parts; "" where it does not."""
    if not over:
        return ""
    more = _("In parts it comes to {amount} more: each bill is rounded by itself.")
    less = _("In parts it comes to {amount} less: each bill is rounded by itself.")
    return (more if over > 0 else less).format(amount=rupees(abs(over)))


def checked(lines: Sequence[OpenLine], leaving: Mapping[int, int]) -> dict[int, int]:
    """What leaves of each line, in thousandths; NotFound for a line that is none, InvalidInput for too much of one."""
    known = {line.line: line for line in lines}
    for number, quantity in leaving.items():
        if number not in known:
            raise NotFound(_("That line is not in this order any more."), _("Look at the order again."))
        if not 0 <= quantity <= known[number].quantity:
            raise InvalidInput(
                _("Of {name} this order has {have}.").format(
                    name=known[number].name, have=show_quantity(known[number].quantity)
                ),
                field="quantity",
            )
    kept = {number: quantity for number, quantity in leaving.items() if quantity}
    if not kept:
        raise InvalidInput(_("Nothing would leave."), _("Say what goes into this parcel."), "lines")
    return kept


def frozen(lines: Sequence[OpenLine], offs: Mapping[int, tuple[Off, ...]]) -> list[OpenLine]:
    """The lines with what offers take off them written down: half of a "three for two" costs what was agreed."""
    return [
        line._replace(disc_rate=0, disc_amount=sum(off.amount for off in offs[line.line]))
        if line.line in offs
        else line
        for line in lines
    ]


def parted(line: OpenLine, quantity: int) -> tuple[OpenLine | None, OpenLine | None]:
    """What of a line leaves and what follows, of an amount taken off it each its share.

    Pieces that were picked by their numbers leave first.
    """
    if quantity >= line.quantity:
        return line, None
    if quantity <= 0:
        return None, line
    off = half_up(line.disc_amount * quantity, line.quantity)
    said = line_notes.read(line.note)
    first = said.serials[: quantity // PIECE]
    rest = said.serials[quantity // PIECE :]
    return (
        line._replace(
            quantity=quantity, disc_amount=off, note=line_notes.write(line_notes.Said(said.words, first))
        ),
        line._replace(
            quantity=line.quantity - quantity, disc_amount=line.disc_amount - off,
            note=line_notes.write(line_notes.Said(said.words, rest)),
        ),
    )  # fmt: skip


def headed(
    header: Header, lines: Sequence[OpenLine], priced: PricedSale, leaving: Mapping[int, int]
) -> tuple[Header, Header]:
    """The heads of what leaves and of what follows: delivery is charged once, an amount off is shared by worth.

    `priced` is the whole, by `lines`, before it was split.
    """
    worth = [money.gross - money.disc for money in priced.lines]
    now = sum(half_up(one * leaving.get(line.line, 0), line.quantity) for line, one in zip(lines, worth, strict=True))
    whole = sum(worth)
    off = half_up(header.discount_amount * now, whole) if whole else header.discount_amount
    return (
        header._replace(discount_amount=off),
        header._replace(discount_amount=header.discount_amount - off, shipping=0),
    )


def apart(
    header: Header, lines: Sequence[OpenLine], whole: Reckoning, leaving: Mapping[int, int]
) -> tuple[Header, Header, list[tuple[int, OpenLine | None, OpenLine | None]]]:
    """The heads of what leaves and of what follows, and of each line by its number what leaves and what follows.

    `whole` is the sale as it was reckoned before, `leaving` thousandths of each line.
    """
    every = frozen(lines, whole.offs)
    now, later = headed(header, every, whole.priced, leaving)
    return now, later, [(line.line, *parted(line, leaving.get(line.line, 0))) for line in every]
