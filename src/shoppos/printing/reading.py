"""The X reading and the Z slip as a page: what a till took, and what must lie in its drawer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shoppos.base.i18n import catalogue
from shoppos.base.money import grouped, rate, rupees
from shoppos.base.text import clean
from shoppos.printing import drawer_lines
from shoppos.printing.drawer_lines import INDENT
from shoppos.printing.page import Align, Beside, Column, Feed, Page, Rule, Size, Table, Text, Together, row
from shoppos.printing.terms import LINE, again, both, time_said, way_to_pay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shoppos.printing.page import Part
    from shoppos.printing.paper import Paper
    from shoppos.reports.reading import MethodSum, Reading
    from shoppos.rules.pricing import RateTotal


@dataclass(frozen=True, slots=True)
class _Words:
    """One reading and the language it speaks."""

    reading: Reading
    gettext: Callable[[str], str]

    @property
    def is_z(self) -> bool:
        """True for the slip at the end of a shift, False for a look in between."""
        return self.reading.z_number is not None

    def title(self) -> str:
        """What it is called, beside its English name."""
        _ = self.gettext
        x, z = both("X READING", _("X READING")), both("Z READING", _("Z READING"))
        return f"{z} {self.reading.z_number}" if self.is_z else x


def reading_page(reading: Reading, paper: Paper, *, copy: str = "", language: str = "en") -> Page:
    """`reading` laid out for a roll or a sheet; `copy` is the mark of a second print."""
    words = _Words(reading, catalogue(language).gettext)
    _ = words.gettext
    parts: list[Part] = [*_head(words, copy), Rule(heavy=not paper.is_roll)]
    if paper.is_roll:
        sections = (_sales(words), _payments(words), _drawer(words), _taxes(words, paper), _facts(words))
        parts += [part for section in sections if section for part in (*section, Rule())][:-1]
        parts += _signatures(words, paper)
        return Page(paper, tuple(parts), title=f"{words.title()} {reading.till}")
    left: tuple[Part, ...] = (*_sales(words), Feed(2), *_facts(words))
    right: tuple[Part, ...] = (*_payments(words), Feed(2), *_drawer(words))
    parts += [Feed(), Beside((left, right), (1, 1), gap=100), Feed(2), *_taxes(words, paper)]
    parts.append(Together(tuple(_signatures(words, paper))))
    said = f"{words.title()} · {_day(words)} · {clean(reading.shop, limit=60)}"
    return Page(paper, tuple(parts), title=said, foot=said, page_of=_("Page {page} of {pages}"))


def _day(words: _Words) -> str:
    till = words.gettext("Till {till}").format(till=clean(words.reading.till))
    return f"{till} · {words.reading.day:%d-%m-%Y}"


def _head(words: _Words, copy: str) -> list[Part]:
    _ = words.gettext
    reading = words.reading
    parts: list[Part] = [Text(clean(reading.shop), bold=True, align=Align.CENTER)]
    parts += [Text(f"GSTIN {clean(reading.gstin)}", Size.SMALL, align=Align.CENTER)] if reading.gstin else []
    parts.append(Text(words.title(), Size.HUGE, bold=True, align=Align.CENTER, fit=True))
    mark, about = again(copy, _)
    parts += [Text(mark, Size.LARGE, bold=True, align=Align.CENTER)] if mark else []
    parts += [Text(about, Size.SMALL, align=Align.CENTER)] if about else []
    if not words.is_z:
        parts.append(Text(_("The till stays open; nothing is reset."), Size.SMALL, align=Align.CENTER))
    read_at = f"{reading.made_at:%d-%m-%Y} {time_said(reading.made_at)}"
    parts.append(Text(_day(words), Size.LARGE, bold=True, align=Align.CENTER, fit=True))
    parts.append(row(_("Read at {time}").format(time=read_at), clean(reading.employee)))
    return parts


def _heading(text: str) -> Text:
    return Text(text, bold=True)


def _sales(words: _Words) -> list[Part]:
    """From the gross to what the day came to."""
    _ = words.gettext
    reading = words.reading
    parts: list[Part] = [_heading(_("Sales")), row(_("Number of bills"), str(reading.bills))]
    if reading.first:
        parts.append(row(_("First bill"), clean(reading.first), shares=(1, 1)))
        parts.append(row(_("Last bill"), clean(reading.last), shares=(1, 1)))
    parts += _tokens(words)
    if reading.blind:
        return parts
    sums = [
        (_("Before discounts"), reading.gross, True),
        (_("Discounts"), -reading.discount, False),
        (_("Delivery"), reading.shipping, False),
        (_("GST on prices before tax"), reading.tax_on_top, False),
        (_("Round off"), reading.rounding, False),
    ]
    parts += [row(label, grouped(paise)) for label, paise, always in sums if paise or always]
    parts.append(row(_("All bills"), grouped(reading.payable), bold=True))
    parts.append(row(_("Cancelled ({count})").format(count=reading.cancelled), grouped(-reading.cancelled_amount)))
    if reading.notes:
        parts.append(row(_("Credit notes ({count})").format(count=reading.notes), grouped(-reading.notes_amount)))
        ends = dict.fromkeys((clean(reading.first_note), clean(reading.last_note)))
        parts.append(Text(INDENT + " – ".join(ends)))
    parts.append(row(_("SALES"), rupees(reading.net), shares=(1, 2), bold=True, size=Size.LARGE))
    return parts


def _tokens(words: _Words) -> list[Part]:
    """The small sales that got a token, and the one invoice for all of them."""
    _ = words.gettext
    reading = words.reading
    if not reading.tokens:
        return []
    ends = dict.fromkeys((clean(reading.first_token), clean(reading.last_token)))
    parts: list[Part] = [
        row(_("Of them with a token"), str(reading.tokens)), Text(INDENT + " – ".join(ends))
    ]  # fmt: skip
    if reading.consolidated:
        parts.append(row(_("One invoice for them"), clean(reading.consolidated), shares=(1, 1)))
    return parts


def _payments(words: _Words) -> list[Part]:
    """How it was paid, what waits for its UTR, what is on credit, and what came in of old dues."""
    _ = words.gettext
    reading = words.reading
    parts: list[Part] = [_heading(_("Paid by"))]
    parts += [row(_counted(words, sums), grouped(sums.sold)) for sums in reading.by_method if _used(sums)]
    parts += [] if reading.blind else [row(_("Total"), grouped(reading.net), bold=True)]
    if reading.claimed:
        waits = _("UPI without UTR ({count})").format(count=reading.claimed)
        parts.append(row(waits, grouped(reading.claimed_amount)))
    parts.append(row(_("Credit given"), grouped(reading.credit)))
    parts.append(row(_("Dues received"), "" if reading.blind else grouped(reading.khata_received)))
    parts += _each(words, [(sums.method, sums.khata) for sums in reading.by_method])
    for label, total, name in (
        (_("Received for orders"), reading.paid_before, "before"), (_("Received at the door"), reading.at_door, "door")
    ):  # fmt: skip
        sums = [(one.method, getattr(one, name)) for one in reading.by_method]
        said = "" if reading.blind else grouped(total)
        parts += [row(label, said), *_each(words, sums)] if any(paise for _key, paise in sums) else []
    return parts


def _each(words: _Words, sums: Sequence[tuple[str, int]]) -> list[Part]:
    """The part of each way to pay in the sum above it."""
    return [row(INDENT + way_to_pay(method, words.gettext), grouped(paise)) for method, paise in sums if paise]


def _used(sums: MethodSum) -> bool:
    return bool(sums.bills or sums.taken or sums.back or sums.refunded)


def _counted(words: _Words, sums: MethodSum) -> str:
    label = way_to_pay(sums.method, words.gettext)
    return f"{label} ({sums.bills})" if sums.bills else label


def _drawer(words: _Words) -> list[Part]:
    """What must lie in the drawer, and what does; of several turns each for itself."""
    _ = words.gettext
    reading = words.reading
    parts: list[Part] = [_heading(_("Cash in the drawer"))]
    if reading.blind:
        return [*parts, Text(_("What must be in it is told when it was counted."), Size.SMALL)]
    several = len(reading.turns) > 1
    parts += [row(_("Float"), grouped(reading.opening))] if reading.opening is not None and not several else []
    parts += _cash(words)
    if several:
        parts += [part for turn in reading.turns for part in drawer_lines.one_of_several(turn, _)]
        return parts if reading.over is None else [*parts, *drawer_lines.agreed(reading.over, "", _)]
    if reading.outside:
        parts.append(row(_("Before the shift or the day"), grouped(reading.outside)))
    expected = _("EXPECTED") if reading.opening is not None else _("EXPECTED, without float")
    parts.append(row(expected, rupees(reading.expected), shares=(1, 1), bold=True))
    if reading.counted is None or reading.over is None:
        return parts
    turn = reading.turns[0] if reading.turns else None
    return [
        *parts, *drawer_lines.counted(reading.counted, turn, _),
        *drawer_lines.agreed(reading.over, reading.difference_reason, _),
    ]  # fmt: skip


def _cash(words: _Words) -> list[Part]:
    """What the day's cash came to, and what was put in and taken out."""
    _ = words.gettext
    reading = words.reading
    cash = next((sums for sums in reading.by_method if sums.method == "cash"), None)
    parts: list[Part] = [row(_("Cash taken, less change"), grouped(cash.taken if cash else 0))]
    given_back = cash.back + cash.refunded if cash else 0
    parts += [row(_("Given back"), grouped(-given_back))] if given_back else []
    parts += [row(_("Dues received in cash"), grouped(cash.khata))] if cash and cash.khata else []
    parts += [row(_("For orders in cash"), grouped(cash.before))] if cash and cash.before else []
    parts += [row(_("At the door in cash"), grouped(cash.door))] if cash and cash.door else []
    return [*parts, *drawer_lines.moved(reading.movements, _)]


def _taxes(words: _Words, paper: Paper) -> list[Part]:
    """Taxable value and tax of each rate, without the cancelled bills; a roll sums the taxes below the table.

    Nothing where no tax was taken: a composition dealer and an unregistered shop charge none.
    """
    _ = words.gettext
    groups = words.reading.by_rate
    titles = (("CGST", "cgst"), ("SGST/UTGST", "sgst"), ("IGST", "igst"), (_("Cess"), "cess"))
    used = [(title, name) for title, name in titles if any(getattr(group, name) for group in groups)]
    if not used:
        return []
    names = tuple(name for _title, name in used)
    sums = [(_("Value"), ("taxable",))]
    sums += [(_("Tax"), names)] if paper.is_roll else [(title, (name,)) for title, name in used]
    columns = (Column(_("Rate"), 2), *(Column(title, 3, Align.RIGHT) for title, _names in sums))
    rows = tuple((_rate(group), *(grouped(_sum([group], of)) for _title, of in sums)) for group in groups)
    total = (_("Total"), *(grouped(_sum(groups, of)) for _title, of in sums))
    parts: list[Part] = [_heading(_("Tax by rate, without cancelled bills"))]
    parts.append(Table(columns, rows, total=total, head=True, size=Size.SMALL, grid=not paper.is_roll))
    if paper.is_roll:
        parts += [row(INDENT + title, grouped(_sum(groups, (name,))), size=Size.SMALL) for title, name in used]
    return parts


def _sum(groups: Sequence[RateTotal], names: tuple[str, ...]) -> int:
    return sum(getattr(group, name) for group in groups for name in names)


def _rate(group: RateTotal) -> str:
    cess = f"+{rate(group.cess_rate)}%" if group.cess_rate else ""
    return f"{rate(group.rate)}%{cess}"


def _facts(words: _Words) -> list[Part]:
    """What an owner looks at when figures are in doubt."""
    _ = words.gettext
    reading = words.reading
    parts: list[Part] = [row(_("Bills printed again"), str(reading.reprints))]
    parts += drawer_lines.opened(reading.openings, _)
    if reading.chain_head:
        parts.append(row(_("Journal ends with"), _code(reading.chain_head), shares=(1, 1)))
    if not words.is_z or reading.perpetual is None:
        return parts
    if reading.previous and reading.z_number:
        before = f"Z {reading.z_number - 1} · {_code(reading.previous)}"
        parts.append(row(_("The one before"), before, shares=(1, 1)))
    parts.append(row(_("Sold in all since the first bill"), rupees(reading.perpetual), shares=(1, 1)))
    waits = (_("Papers not printed yet"), _("Messages not sent yet"), _("Reports not sent yet"))
    parts += [row(label, str(count)) for label, count in zip(waits, reading.unsent, strict=True) if count]
    if reading.unclosed:
        parts.append(row(_("Days before that nobody closed"), str(reading.unclosed)))
    return parts


def _code(digits: str) -> str:
    """Eight hex digits as a person compares them."""
    return f"{clean(digits)[:4]}-{clean(digits)[4:8]}"


def _signatures(words: _Words, paper: Paper) -> list[Part]:
    """Room to sign for what was counted; an X reading is signed by nobody."""
    _ = words.gettext
    if not words.is_z:
        return []
    counted, checked = (Text(f"{said} {LINE}", Size.SMALL) for said in (_("Counted by"), _("Checked by")))
    if paper.is_roll:
        return [Feed(3), counted, Feed(3), checked]
    return [Feed(4), Beside(((counted,), (checked,)), (1, 1))]
