"""Hands on the page of conversations: it is shown as the window shows it, and what it tells is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shoppos.ui.screens.conversations import ConversationsScreen
from tests.ui.pages import context, shown

if TYPE_CHECKING:
    from shoppos.shop import Shop


def screen_of(qtbot, shop: Shop) -> ConversationsScreen:
    page = ConversationsScreen(context(shop))
    shown(qtbot, page)
    page.heard = []
    page.told.connect(lambda sentence, kind: page.heard.append((sentence, kind)))
    page.refresh(page.watches)
    page.enter()
    return page
