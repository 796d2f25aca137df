"""Conversations: who waits stands first, one line answers on their channel, and nothing is said to be sent unseen."""

from __future__ import annotations

import pytest
import zxingcpp
from PySide6.QtGui import QAccessible, QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit

from shoppos.base import i18n
from shoppos.shop import Shop
from shoppos.shop.conversation import Incoming
from shoppos.ui import style
from shoppos.ui.screens.conversations import ConversationsScreen
from tests.counted import counted
from tests.shop.message_rows import customer, order, owe
from tests.ui.pages import CTRL, SHIFT, Key, focus, meanwhile, press, type_in, wait
from tests.ui.screens.conversation_hands import screen_of


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that were opened: only the system's opener is another here."""
    links: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: links.append(bytes(url.toEncoded()).decode()) or True)
    return links


@pytest.fixture
def asha(shop: Shop) -> bytes:
    return customer(shop)


@pytest.fixture
def kavita(shop: Shop) -> bytes:
    """A customer who wrote two lines in Hindi by Telegram, where the shop has a bot."""
    shop.settings.set("telegram", {"bot": "sharma_bot"})
    found = customer(shop, "कविता शर्मा", "9812300001", "")
    start = "/start " + shop.messages.start_code(found)
    written = (start, "मेरा सामान कब आएगा?", "आज शाम को मेहमान आ रहे हैं।")
    shop.messages.receive([Incoming("telegram", "551", f"b:{at}", body) for at, body in enumerate(written)])
    return found


def lines(screen: ConversationsScreen) -> list[str]:
    model = screen.page.view.lines
    return [model.index(row).data() for row in range(model.rowCount())]


def offered(screen: ConversationsScreen) -> set[str]:
    return {act for act, button in screen.page.buttons.items() if not button.isHidden()}


def states(shop: Shop) -> list[tuple[str, str]]:
    return shop.db.rows("SELECT state, body FROM message WHERE way = 'out' AND step = 'said' ORDER BY id")


def test_who_waits_stands_first_with_how_long_in_words(qtbot, shop: Shop, asha: bytes, kavita: bytes) -> None:
    shop.messages.note_call(asha, "Wants it before six")
    screen = screen_of(qtbot, shop)
    first, second = (screen.page.model.index(row).data() for row in range(2))
    assert first.startswith("कविता शर्मा 0001. Waits for our reply")
    assert "3 unread" in first
    assert "Waits" not in second
    assert screen.page.note.text().endswith("3 unread")
    assert any("मेरा सामान कब आएगा?" in line for line in lines(screen))


def test_enter_goes_to_the_answer_and_sends_on_the_channel_they_wrote_on(qtbot, shop: Shop, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    press(Key.Key_Return)
    assert focus() is screen.answer
    type_in("आज शाम पाँच बजे")
    press(Key.Key_Return)
    assert shop.db.row("SELECT channel, address, state FROM message WHERE way = 'out'") == ("telegram", "551", "owed")
    assert screen.answer.text() == ""
    assert not screen.page.model.rows[0].unread, "who was answered waits no more"
    assert "Waits to be sent" in lines(screen)[-1]
    assert screen.heard == [("It waits to be sent, and goes by itself.", "good")]


def test_a_letter_typed_in_the_list_begins_the_answer(qtbot, shop: Shop, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    type_in("Yes")
    assert screen.answer.text() == "Yes"


def test_what_a_person_sends_is_opened_and_asked_about(qtbot, shop: Shop, asha: bytes, opened: list[str]) -> None:
    shop.messages.heard(asha, "whatsapp", "Is it ready?")
    screen = screen_of(qtbot, shop)
    press(Key.Key_Return)
    type_in("Yes, come & see")
    press(Key.Key_Return)
    assert opened == ["https://wa.me/919812345670?text=Yes%2C%20come%20%26%20see"]
    assert screen.page.question.text() == "Did you press send?"
    assert {"sent", "not_sent"} <= offered(screen)
    press(Key.Key_D, CTRL)
    assert states(shop) == [("owed", "Yes, come & see")]
    assert "sent" in offered(screen)
    press(Key.Key_O, CTRL)
    press(Key.Key_S, CTRL)
    assert states(shop) == [("sent", "Yes, come & see")]
    assert "Sent by hand" in lines(screen)[-1]
    assert not screen.page.question.isVisible()
    assert len(opened) == 2


def test_another_channel_is_chosen_by_a_key(qtbot, shop: Shop, asha: bytes, opened: list[str]) -> None:
    shop.messages.heard(asha, "whatsapp", "Is it ready?")
    screen = screen_of(qtbot, shop)
    assert screen.page.buttons["channel"].accessibleName() == "by WhatsApp"
    press(Key.Key_M, CTRL)
    assert screen.page.buttons["channel"].accessibleName() == "by E-mail"
    screen.answer.setText("Yes")
    screen.do("send")
    assert opened[0].startswith("mailto:asha@example.in?")


def test_a_failed_message_says_why_and_is_sent_again_copied_or_given_up(qtbot, shop: Shop, asha: bytes) -> None:
    shop.settings.set("mail", {"host": "mail.example.in", "sender": "shop@example.in"})
    made = shop.messages.say(asha, "Your order is here", "email")
    shop.messages.claim(("email",))
    shop.messages.failed(made, "The mail was refused: no such user")
    shop.messages.note_call(asha, "rang")
    screen = screen_of(qtbot, shop)
    assert "Failed: The mail was refused: no such user" in "".join(lines(screen))
    assert {"again", "sent", "cancel", "copy"} <= offered(screen)
    press(Key.Key_J, CTRL)
    assert QGuiApplication.clipboard().text() == "Your order is here"
    press(Key.Key_R, CTRL)
    assert states(shop) == [("owed", "Your order is here")]
    press(Key.Key_W, CTRL)
    assert states(shop) == [("cancelled", "Your order is here")]
    press(Key.Key_W, CTRL)
    assert states(shop) == [("cancelled", "Your order is here")], "what is given up stays so"


def test_a_call_is_noted_and_counts_as_an_answer(qtbot, shop: Shop, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    failures = meanwhile(lambda _dialog: (type_in("Gate code 4412"), press(Key.Key_Return)))
    press(Key.Key_L, CTRL)
    assert failures == []
    assert "Gate code 4412" in lines(screen)[-1]
    assert "☎ Call" in lines(screen)[-1]
    assert not screen.page.model.rows[0].unread


def test_what_they_wrote_elsewhere_is_kept_and_needs_a_reply(qtbot, shop: Shop, asha: bytes) -> None:
    shop.messages.note_call(asha, "rang")
    screen = screen_of(qtbot, shop)
    failures = meanwhile(lambda _dialog: (type_in("Where is it?"), press(Key.Key_Return)))
    press(Key.Key_G, CTRL)
    assert failures == []
    assert screen.page.model.rows[0].unread == 1
    press(Key.Key_B, CTRL)
    assert screen.page.model.rows[0].unread == 0


def test_a_search_finds_people_with_whom_nothing_was_spoken_yet(qtbot, shop: Shop, asha: bytes, opened) -> None:
    screen = screen_of(qtbot, shop)
    assert "Nobody has written yet" in screen.page.empty.text()
    press(Key.Key_N, CTRL)
    type_in("5670")
    assert [row.name for row in screen.page.model.rows] == ["Asha Rao"]
    press(Key.Key_Return)
    type_in("Good morning")
    press(Key.Key_Return)
    assert states(shop) == [("opened", "Good morning")]
    screen.search.setText("nobody")
    assert screen.page.empty.text() == "Nobody of that number or name. Esc shows all."
    assert not screen.page.buttons["send"].isEnabled()


def test_another_page_hands_over_whose_order_it_is(qtbot, shop: Shop, asha: bytes) -> None:
    order(shop, asha, "A1/2627/O00042")
    screen = screen_of(qtbot, shop)
    screen.begin("A1/2627/O00042")
    assert screen.page.name.text().startswith("Asha Rao")
    assert focus() is screen.answer
    screen.begin("A1/2627/O09999")
    assert screen.heard[-1][1] == "warn"


def test_a_chat_that_nobody_knew_is_given_to_a_customer(qtbot, shop: Shop, asha: bytes) -> None:
    shop.messages.receive([Incoming("telegram", "777", "b:9", "Do you deliver to Aundh?", "Farhan")])
    screen = screen_of(qtbot, shop)
    assert screen.page.name.text() == "Farhan: who is it?  ··777"
    assert not screen.answer.isEnabled()
    failures = meanwhile(lambda _dialog: (type_in("98123 45670"), press(Key.Key_Return)))
    press(Key.Key_I, CTRL)
    assert failures == []
    assert screen.page.name.text().startswith("Asha Rao")
    assert any("Aundh" in line for line in lines(screen))


def test_the_shops_texts_are_filled_with_the_last_order(qtbot, shop: Shop, kavita: bytes) -> None:
    order(shop, kavita, "A1/2627/O00042")
    screen = screen_of(qtbot, shop)
    screen.do("prepared")
    assert [action.text()[:2] for action in screen.answering.menu.actions()[:2]] == ["&1", "&2"]
    screen.answering.menu.actions()[0].trigger()
    assert "A1/2627/O00042" in screen.answer.text()
    screen.answering.menu.close()


def test_messages_that_wait_stand_in_one_list_and_offline_is_said(qtbot, shop: Shop, asha: bytes) -> None:
    made = order(shop, asha, "A1/2627/O00042")
    owe(shop, "confirmed", made)
    screen = screen_of(qtbot, shop)
    screen.context.offline_since = lambda: shop.db.clock.ms() - 60_000
    press(Key.Key_M, CTRL | SHIFT)
    screen.look()
    assert screen.page.waits.rows[0][1:5] == ("Asha Rao", "Confirmed", "O00042", "WhatsApp")
    assert screen.page.offline.text().startswith("No internet since ")
    assert screen.page.offline.text().endswith("; 1 message waits")
    press(Key.Key_Return)
    assert not screen.page.at_waiting
    assert screen.page.name.text().startswith("Asha Rao")


def test_by_another_way_the_first_is_given_up(qtbot, shop: Shop, asha: bytes, opened: list[str]) -> None:
    made = order(shop, asha, "A1/2627/O00042")
    owe(shop, "confirmed", made)
    screen = screen_of(qtbot, shop)
    screen.do("waiting")
    screen.do("other")
    (mail,) = screen.answering.menu.actions()
    mail.trigger()
    screen.answering.menu.close()
    assert [row[0] for row in shop.db.rows("SELECT channel FROM message WHERE state = 'opened'")] == ["email"]
    assert opened[0].startswith("mailto:")


def test_esc_leads_back_step_by_step(qtbot, shop: Shop, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    press(Key.Key_M, CTRL | SHIFT)
    press(Key.Key_Escape)
    assert not screen.page.at_waiting
    press(Key.Key_Return)
    press(Key.Key_Escape)
    assert focus() is screen.page.list
    with qtbot.waitSignal(screen.leave):
        press(Key.Key_Escape)


def test_a_long_conversation_and_many_customers_hold_nobody_up(qtbot, shop: Shop) -> None:
    for at in range(150):
        who = customer(shop, f"Customer {at}", f"98{10_000_000 + at}", "")
        shop.messages.heard(who, "whatsapp", f"Where is order {at}?")
    for at in range(200):
        shop.messages.note_call(who, f"A long word about the goods {at} " * 4)
    screen = screen_of(qtbot, shop)
    screen.write_to(who)
    with counted(shop) as work:
        screen.look()
    assert work.questions < 40, "no question for each customer or each word"


@pytest.fixture(params=[(1024, 600, 100, "en"), (1024, 600, 150, "hi"), (1366, 768, 100, "en")], ids=str)
def sized(request, qtbot, qapp, shop: Shop, kavita: bytes, asha: bytes):
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    order(shop, kavita, "A1/2627/O00042")
    screen = screen_of(qtbot, shop)
    screen.setFixedSize(width, height - 110)
    wait(50)
    yield screen
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def test_nothing_is_cut_off_too_small_or_nameless(sized: ConversationsScreen) -> None:
    for state in ("talks", "waiting"):
        QApplication.processEvents()
        for one in (w for kind in (QAbstractButton, QLineEdit, QAbstractItemView) for w in sized.findChildren(kind)):
            if not one.isVisible() or one.parent().inherits("QLineEdit") or one.inherits("QHeaderView"):
                continue
            name = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
            assert name.strip() or one.inherits("QTableCornerButton"), f"{state}: {one}"
            if isinstance(one, QAbstractButton) and one.text():
                assert one.height() >= 44, f"{state}: {one.text()} is {one.height()} high"
                need = one.fontMetrics().horizontalAdvance(one.text().replace("&", ""))
                assert need <= one.width(), f"{state}: {one.text()!r} needs {need}, has {one.width()}"
        sized.do("waiting")


def test_who_is_not_in_the_chat_yet_is_invited_from_the_texts(qtbot, shop: Shop, asha: bytes, kavita: bytes) -> None:
    screen = screen_of(qtbot, shop)
    screen.write_to(asha)
    screen.answering.offer()
    invite = screen.answering.menu.actions()[-1]
    invite.trigger()
    assert screen.answer.text() == f"Write to us on Telegram: {shop.messages.start_link(asha)}"
    screen.answer.clear()
    screen.write_to(kavita)
    screen.answering.menu = None
    screen.answering.offer()
    assert screen.answering.menu is None


def test_the_chats_code_is_shown_to_who_stands_there_and_says_the_customers_own_link(qtbot, shop, asha, kavita) -> None:
    screen = screen_of(qtbot, shop)
    screen.write_to(asha)
    assert "code" in offered(screen)
    seen = []
    failures = meanwhile(lambda dialog: (seen.append(read_back(dialog.qr)), press(Key.Key_Return)))
    press(Key.Key_Q, CTRL)
    assert failures == []
    assert seen == [shop.messages.start_link(asha)]
    shop.settings.set("telegram", {})
    screen.look()
    assert "code" not in offered(screen)


def read_back(view) -> str:
    """What a phone reads from the code as it is drawn on the screen."""
    picture = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    wide, high, line = picture.width(), picture.height(), picture.bytesPerLine()
    rows = bytes(picture.constBits())
    grey = b"".join(rows[at * line : at * line + wide] for at in range(high))
    (code,) = zxingcpp.read_barcodes(memoryview(grey).cast("B", shape=[high, wide]))
    return code.text


def test_the_list_does_not_show_as_said_what_was_not_sent(qtbot, shop: Shop, asha: bytes) -> None:
    made = shop.messages.say(asha, "Come at five", "whatsapp")
    screen = screen_of(qtbot, shop)
    assert screen.page.model.rows[0].last == "waits · Come at five"
    shop.messages.cancel(made)
    screen.look()
    assert screen.page.model.rows[0].last == "cancelled · Come at five"
    assert "Not sent: Cancelled by hand." in "".join(lines(screen))
    sent = shop.messages.say(asha, "Come at six", "whatsapp")
    shop.messages.sent_by_hand(sent)
    screen.look()
    assert screen.page.model.rows[0].last == "Come at six"
