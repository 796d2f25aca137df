"""An answer that was begun waits in its conversation: over a kill, a merging of cards, and never over a forgetting."""

from __future__ import annotations

from contextlib import closing

import pytest

from shoppos.shop import Shop
from shoppos.ui.widgets.half_typed import CALM
from tests.shop.message_rows import customer
from tests.ui.pages import Key, press, type_in, wait
from tests.ui.screens.conversation_hands import screen_of


@pytest.fixture
def asha(shop: Shop) -> bytes:
    return customer(shop)


@pytest.fixture
def kavita(shop: Shop) -> bytes:
    """A customer who wrote."""
    found = customer(shop, "Kavita Sharma", "9812300001", "")
    shop.messages.heard(found, "whatsapp", "When do my goods come?")
    return found


def test_a_half_typed_answer_stands_there_again_after_a_kill(qtbot, shop: Shop, asha: bytes, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    screen.write_to(kavita)
    type_in("We pack it no")
    screen.write_to(asha)
    assert screen.answer.text() == "", "it is another customer's"
    type_in("Good mor")
    wait(CALM + 100)
    folder = shop.db.path.parent
    # the window is dropped as it stands: nothing of it is closed, left or hidden
    with closing(Shop.open(folder)) as again:
        other = screen_of(qtbot, again)
        other.write_to(kavita)
        assert other.answer.text() == "We pack it no"
        type_in("w")
        press(Key.Key_Return)
        assert other.answer.text() == ""
        other.write_to(asha)
        assert other.answer.text() == "Good mor"
        other.write_to(kavita)
        assert other.answer.text() == "", "what was sent is not offered to be sent again"


def test_who_is_forgotten_while_their_conversation_is_shown_leaves_the_page_to_the_next(
    qtbot, shop: Shop, asha: bytes, kavita: bytes
) -> None:
    screen = screen_of(qtbot, shop)
    for who, left in ((asha, kavita), (kavita, None)):
        screen.write_to(who)
        type_in("Good mor")
        screen.answering.half.keep()
        shop.privacy.erase(who)
        screen.refresh(screen.watches)
        assert (screen.shown.customer_id if screen.shown else None) == left
        assert screen.answer.text() == ""
        screen.answering.half.keep()
        assert shop.begun.last("answer") == {}


def test_a_card_that_joins_another_brings_its_half_typed_answer_along(qtbot, shop: Shop, asha: bytes) -> None:
    joining = customer(shop, "A. Rao", "9812300009", "")
    for who in (asha, joining):
        shop.messages.heard(who, "whatsapp", "Is it ready?")
    screen = screen_of(qtbot, shop)
    screen.write_to(joining)
    type_in("Good mor")
    screen.answering.half.keep()
    shop.merging.merge(asha, joining)
    screen.refresh(screen.watches)
    assert screen.shown.customer_id == asha
    assert screen.answer.text() == "Good mor"
    assert screen.page.model.rowCount() == 1
