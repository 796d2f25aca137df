"""The counter fits: from 1024 x 600 at the largest letters on, in two languages, light and dark, for eye and reader."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
)

from shoppos.base import i18n
from shoppos.ui import keys, style
from shoppos.ui.context import Context
from shoppos.ui.screens.bills import BillsScreen
from shoppos.ui.screens.catalogue import CatalogueScreen
from shoppos.ui.screens.papers import PapersScreen
from shoppos.ui.widgets.labels import Cut
from tests.ui.counter_hands import Hands

SURF, PARLE = "8901030865275", "8901719101038"
TOUCH = 44
NAMED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)


SIZES = [
    (1024, 600, 90, "en"), (1024, 600, 100, "en"), (1024, 600, 150, "en"), (1024, 600, 150, "hi"),
    (1366, 768, 100, "hi"), (1920, 1080, 125, "en"),
]  # fmt: skip


@pytest.fixture(params=SIZES, ids=lambda size: "-".join(map(str, size)))
def sized(request, qapp, shop):
    """The counter in a window of that size, with letters of that size, in that language."""
    width, height, percent, language = request.param
    style.load_fonts()
    style.apply(qapp, theme="light", percent=percent)
    i18n.use(language)
    hands = Hands(shop, size=(width, height))
    yield hands
    hands.close()
    i18n.use("en")
    style.apply(qapp, theme="light", percent=100)


def states(hands):
    """The counter in each state that changes its page, one after the other."""
    yield "empty"
    hands.shop.customers.add("Anil Verma", "9876512345", address="4 Station Road, Pune")
    hands.scan(SURF)
    hands.press("F6")
    hands.scan(SURF)
    hands.scan(PARLE)
    yield "selling"
    hands.type("sur")
    yield "searching"
    hands.press("Escape", "F5")
    hands.type("2345")
    hands.press("Return")
    yield "customer"
    hands.scan("8901234567894")
    yield "asking"
    hands.press("Escape", "Escape", "Ctrl+M")
    yield "khata"
    hands.press("Escape")
    hands.type("100")
    hands.press("F9", "Return")
    yield "split"
    hands.press("F10")
    yield "upi"
    hands.press("Return")
    yield "done"
    yield from questions(hands)


def questions(hands):
    """What is asked in the page, one after the other."""
    hands.press("F5")
    hands.type("9812345678")
    hands.press("Return")
    yield "naming"
    hands.press("Escape")
    hands.scan(PARLE)
    hands.press("Ctrl+W")
    yield "giving up"
    hands.press("Escape", "F5")
    hands.type("2345")
    hands.press("Return", "Ctrl+M", "Return")
    hands.scan(PARLE)
    hands.press("F5")
    hands.type("2345")
    hands.press("Return")
    yield "owing"
    hands.press("Ctrl+O")
    yield "paying off"


def shown(hands, *kinds):
    QApplication.processEvents()
    return [one for kind in kinds for one in hands.window.findChildren(kind) if one.isVisible()]


@pytest.mark.parametrize("page", [BillsScreen, CatalogueScreen, PapersScreen])
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_back_pages_fit_a_small_window_at_the_largest_letters(qapp, shop, page, language):
    style.load_fonts()
    style.apply(qapp, theme="light", percent=150)
    i18n.use(language)
    try:
        made = page(Context(keys.load("shoppos"), opened=shop))
        made.refresh(made.watches)
        made.show()
        assert made.minimumSizeHint().width() <= 1024
        made.count.setText("0" * 300)
        made.layout().activate()
        assert made.minimumSizeHint().width() <= 1024, "what is told below gives way to the buttons"
        made.close()
    finally:
        i18n.use("en")
        style.apply(qapp, theme="light", percent=100)


def test_no_button_is_cut_off_and_nothing_lies_outside_the_page(sized):
    page = sized.counter
    for state in states(sized):
        for button in shown(sized, QAbstractButton):
            at = button.mapTo(page, button.rect().bottomRight())
            assert page.rect().contains(at), f"{state}: {button.text()} lies outside"
            need = button.fontMetrics().horizontalAdvance(button.text().replace("&", ""))
            assert need <= button.width(), f"{state}: {button.text()!r} needs {need}, has {button.width()}"
            assert button.fontMetrics().height() <= button.height(), f"{state}: {button.text()!r} is too low"


def test_no_two_things_that_are_pressed_overlap(sized):
    for state in states(sized):
        if state == "searching":
            continue  # the list lies over the bill on purpose
        places = [
            (one, one.rect().translated(one.mapTo(sized.counter, one.rect().topLeft())))
            for one in shown(sized, QAbstractButton, QLineEdit)
        ]
        for n, (one, place) in enumerate(places):
            for other, there in places[n + 1 :]:
                common = place.intersected(there)
                assert common.width() < 2 or common.height() < 2, f"{state}: {name(one)} and {name(other)}"


def test_words_are_shown_whole_where_they_are_not_meant_to_be_cut(sized):
    for state in states(sized):
        for label in shown(sized, QLabel):
            if isinstance(label, Cut) or not label.text() or label.sizePolicy().horizontalPolicy().name == "Ignored":
                continue
            high = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert high <= label.height() + 1, f"{state}: {label.text()!r} needs {high}, has {label.height()}"


def test_the_window_keeps_its_size_through_a_whole_sale(sized):
    before = sized.window.size()
    for state in states(sized):
        QApplication.processEvents()
        assert sized.window.size() == before, state


def test_everything_one_may_press_is_large_enough_for_a_finger(hands):
    for state in states(hands):
        for one in shown(hands, QAbstractButton, QLineEdit):
            assert one.height() >= TOUCH, f"{state}: {name(one)} is {one.height()} high"


def name(widget):
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_everything_has_a_name_for_a_reader(hands):
    for state in states(hands):
        for one in (one for one in shown(hands, *NAMED) if not isinstance(one, QHeaderView)):
            assert name(one).strip(), f"{state}: {one}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(theme):
    c = style.LIGHT if theme == "light" else style.DARK
    pairs = [
        (c.text, c.ground), (c.text, c.card), (c.text, c.raised), (c.text, c.stripe), (c.quiet, c.ground),
        (c.quiet, c.card), (c.quiet, c.raised), (c.on_brand, c.brand), (c.on_primary, c.primary),
        (c.warn, c.warn_ground), (c.error, c.error_ground), (c.good, c.good_ground), (c.error, c.card),
        (c.text, c.brand_soft), (c.good, c.card), (c.good, c.stripe),
    ]  # fmt: skip
    for text, ground in pairs:
        assert contrast(text, ground) >= 4.5, (text, ground)


def contrast(one, other):
    """The ratio of WCAG 2.2."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_speaks_hindi_without_a_restart(hands):
    i18n.use("hi")
    try:
        hands.counter.retranslate()
        hands.scan(SURF)
        assert hands.counter.table.lines.index(0, 1).data() == "सर्फ एक्सेल"
        assert hands.counter.side.buttons["card"].text().endswith("कार्ड")
    finally:
        i18n.use("en")
        hands.counter.retranslate()
    assert hands.counter.side.buttons["card"].text().endswith("Card")
