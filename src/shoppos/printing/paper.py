"""The papers a shop prints on: rolls, cut sheets, labels, and sheets of labels."""

from __future__ import annotations

from dataclasses import dataclass

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.base.text import clean


@dataclass(frozen=True, slots=True)
class Grid:
    """How labels lie on a sheet: so many `across` and `down`, the first at `left`, `top`, each next one a step on.

    All lengths are tenths of a millimetre.
    """

    across: int
    down: int
    left: int
    top: int
    step_x: int
    step_y: int

    @property
    def places(self) -> int:
        """How many labels a sheet holds."""
        return self.across * self.down


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its size in tenths of a millimetre, columns of plain text, and dots of a print head (8 to the mm).

    `height` is 0 for a roll, which is as long as its text; `body` is the size of its type in tenths of a point,
    `qr_dots` the side of a QR module that phones read from it. A `label` is printed whole or not at all; a sheet of
    labels has a `grid` whose cells are each one `cell`.
    """

    name: str
    width: int
    height: int
    margin: int
    columns: int
    dots: int
    body: int
    qr_dots: int
    label: bool = False
    grid: Grid | None = None
    cell: Paper | None = None

    @property
    def is_roll(self) -> bool:
        """True for a thermal roll, False for a cut sheet or a label."""
        return self.height == 0

    @property
    def for_labels(self) -> bool:
        """True for a label and for a sheet of labels."""
        return self.label or self.grid is not None


def _label(name: str, width: int, height: int, margin: int, body: int, qr_dots: int = 3) -> Paper:
    return Paper(name, width, height, margin, max(width // 18, 12), width * 8 // 10, body, qr_dots, label=True)


def _sheet(name: str, across: int, down: int, first: tuple[int, int], step: tuple[int, int], cell: Paper) -> Paper:
    grid = Grid(across, down, *first, *step)
    return Paper(name, 2100, 2970, 0, 116, 1680, cell.body, cell.qr_dots, grid=grid, cell=cell)


PAPERS = (
    Paper("58", 580, 0, 50, 32, 384, 80, 4),
    Paper("80", 800, 0, 40, 48, 576, 85, 5),
    Paper("A5", 1480, 2100, 90, 92, 1184, 72, 4),
    Paper("A4", 2100, 2970, 120, 116, 1680, 88, 4),
    _label("4x6", 1016, 1524, 40, 95, 4),
    _label("100x150", 1000, 1500, 40, 95, 4),
    _label("3x2", 762, 508, 25, 75),
    _label("50x25", 500, 250, 15, 65),
    _label("38x25", 380, 250, 12, 60),
    # where the labels of a sheet lie: Avery L7159, L7654 and L7651, whose sizes other makers keep
    _sheet("A4x4", 2, 2, (0, 0), (1050, 1485), _label("105x148", 1050, 1485, 60, 95, 4)),
    _sheet("A4x24", 3, 8, (72, 129), (660, 339), _label("63x34", 635, 339, 25, 80)),
    _sheet("A4x40", 4, 10, (97, 215), (483, 254), _label("45x25", 457, 254, 20, 62)),
    _sheet("A4x65", 5, 13, (47, 107), (406, 212), _label("38x21", 381, 212, 15, 58)),
)

BILL_PAPERS = tuple(paper for paper in PAPERS if not paper.for_labels)
"""The papers that a bill stands on: rolls and sheets."""


def paper_named(name: str) -> Paper:
    """The paper called `name` ("58", "80", "A4", "4x6"; "80 mm" and "a4" too), else InvalidInput."""
    wanted = name.strip().casefold().removesuffix("mm").strip()
    for paper in PAPERS:
        if paper.name.casefold() == wanted:
            return paper
    known = ", ".join(paper.name for paper in PAPERS)
    raise InvalidInput(
        _('There is no paper "{name}".').format(name=clean(name, limit=20)),
        _("Choose one of {papers}.").format(papers=known),
        field="paper",
    )
