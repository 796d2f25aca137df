"""Papers and languages in words: all there are, and nothing is offered that cannot be printed."""

from __future__ import annotations

import pytest

from shoppos.printing import test_slip
from shoppos.printing.languages import LANGUAGES
from shoppos.printing.paper import PAPERS
from shoppos.printing.printers import Printer
from shoppos.ui.widgets.papers import SUGGESTED, TAKES, form_words, paper_words, papers_for


def test_every_paper_and_every_language_has_a_name() -> None:
    assert set(paper_words()) == {paper.name for paper in PAPERS}
    assert set(form_words()) == {name for name, _compose in LANGUAGES} == {name for name, _papers in TAKES}


def test_every_paper_can_be_chosen_for_some_printer() -> None:
    assert {paper for _form, papers in TAKES for paper in papers} == set(paper_words())


@pytest.mark.parametrize(("form", "paper"), [(form, paper) for form, papers in TAKES for paper in papers])
def test_what_is_offered_can_be_printed(form: str, paper: str) -> None:
    assert len(test_slip.test_bytes(Printer("Counter", "file:x", form, paper), "Sharma Kirana")) > 100


def test_the_suggested_paper_is_one_of_those_offered() -> None:
    for form, paper in SUGGESTED.items():
        assert paper in [value for _shown, value in papers_for(form)]
