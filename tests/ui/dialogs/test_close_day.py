"""What the end of a day says of what has not gone out."""

from types import SimpleNamespace

import pytest

from shoppos.ui.dialogs.close_day import unsent_said


@pytest.mark.parametrize(
    ("printer", "told"),
    [(True, "They go out by themselves."), (False, "Papers go out once a printer is set up.")],
)
def test_papers_are_not_said_to_go_by_themselves_where_no_printer_is(printer, told):
    found = SimpleNamespace(unsent=(14, 0, 0))
    assert list(unsent_said(found, printer=printer)) == [f"Not sent yet: 14 papers. {told}"]
