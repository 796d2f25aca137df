"""Every kind and state of a paper has its words."""

import pytest

from shoppos.models.print_job import CANCELLED, KINDS, OWED, PRINTED, SENDING, SENT, UNCERTAIN
from shoppos.reports.paper_words import called, stands, usually

STATES = (OWED, SENDING, PRINTED, SENT, UNCERTAIN, CANCELLED)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_called_by_its_kind_and_its_bill(kind):
    assert called(kind) != kind
    assert called(kind, "A1/2627/000001") == f"{called(kind)} A1/2627/000001"


def test_each_state_is_said_in_words_of_its_own():
    assert len({stands(state) for state in STATES} - set(STATES)) == len(STATES)
    assert len({usually(state) for state in STATES} - {""}) == len(STATES)
