"""The list of papers: why each stands as it does."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from shoppos.printing.news import PrinterState
from shoppos.ui.widgets.paper_list import why


@pytest.mark.parametrize("reason", ["The printer is out of paper.", "प्रिंटर में काग़ज़ नहीं है।"])
def test_what_a_printer_says_ends_with_one_full_stop_in_every_language(reason):
    row = cast("Any", SimpleNamespace(state="owed", error=""))
    said = why(row, PrinterState("till", ready=False, reason=reason))
    assert f"{reason[:-1]}. It prints" in said
