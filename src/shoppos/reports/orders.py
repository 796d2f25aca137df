"""Orders read: the board of all, one order whole, its timeline, what is gathered for several, and a person's run."""

from shoppos.reports.order_board import COLUMNS, Board, BoardParcel, BoardRow, Column, Filters, board
from shoppos.reports.order_goods import charge_said
from shoppos.reports.order_told import order_told
from shoppos.reports.picking import PickingList, PickLine, picking
from shoppos.reports.run_sheet import RunParcel, RunSheet
from shoppos.reports.timeline import Happening, timeline

__all__ = (
    "COLUMNS", "Board", "BoardParcel", "BoardRow", "Column", "Filters", "Happening", "PickLine", "PickingList",
    "RunParcel", "RunSheet", "board", "charge_said", "order_told", "picking", "timeline",
)  # fmt: skip
