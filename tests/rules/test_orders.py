"""Which step of an order follows which, and what its parcels make of it."""

import pytest

from shoppos.rules import orders
from shoppos.rules.orders import ALLOWED, ENDED, IN_THE_SHOP, STATES, acts, after, next_act, of_parcels


def test_every_act_leads_to_a_state_there_is():
    assert set(ALLOWED) == set(STATES)
    assert {state for told in ALLOWED.values() for state in told.values()} <= set(STATES)


def test_what_has_ended_allows_nothing():
    ended = [(state, way) for state in ENDED for way in ("delivery", "pickup")]
    assert all((acts(*one), next_act(*one)) == ((), "") for one in ended)


def test_only_what_is_in_the_shop_can_be_changed_or_cancelled():
    for act in ("change", "cancel"):
        assert tuple(state for state in STATES if act in ALLOWED[state]) == IN_THE_SHOP


@pytest.mark.parametrize(
    ("way", "path"),
    [
        ("delivery", ["confirm", "pack", "dispatch", "deliver"]),
        ("pickup", ["confirm", "pack", "hand_over"]),
    ],
)
def test_one_act_after_the_other_moves_an_order_to_its_end(way, path):
    state, done = orders.TAKEN, []
    while act := next_act(state, way):
        assert act in acts(state, way)
        done.append(act)
        state = after(state, act)
    assert (done, state) == (path, orders.DELIVERED)


def test_what_is_fetched_is_not_dispatched_and_what_is_sent_is_not_handed_over():
    assert "dispatch" not in acts("packed", "pickup")
    assert "hand_over" not in acts("packed", "delivery")
    assert after("taken", "dispatch") is None


def test_a_change_opens_the_box_again():
    assert after("packed", "change") == "confirmed"


@pytest.mark.parametrize(
    ("parcels", "state"),
    [
        ((), "cancelled"), (("out",), "dispatched"), (("delivered", "failed"), "dispatched"),
        (("delivered", "returned"), "delivered"), (("returned", "returned"), "returned"), (("delivered",), "delivered"),
    ],
)  # fmt: skip
def test_the_parcels_make_the_state(parcels, state):
    assert of_parcels(parcels) == state
