"""The form of one printer: mistakes stand under their field, and only what fits is asked."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from shoppos.printing.head import Head
from shoppos.ui.widgets.printer_details import SHOWN
from tests.ui.pages import focus
from tests.ui.printer_hands import COUNTER, PACKING, kept, pick

if TYPE_CHECKING:
    from shoppos.shop import Shop
    from shoppos.ui.widgets.settings_printers import PrinterPage


# -- mistakes


def test_two_printers_of_one_name_are_refused_under_the_name(two: PrinterPage, shop: Shop) -> None:
    two.add()
    two.form.name.editor.setText("counter")
    two.form.address.editor.setText("192.0.2.51")
    two.save()
    assert two.form.name.note.text() == "⚠ Another printer is called counter already. Choose another name."
    assert focus() is two.form.name.editor
    assert kept(shop) == [COUNTER, PACKING]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("network", ""), ("network", "192.0.2.1/x/y"), ("network", "192.0.2.1:port"), ("folder", "/proc/no/such")],
)
def test_an_address_that_does_not_do_is_said_under_it(page: PrinterPage, shop: Shop, kind, typed) -> None:
    page.add()
    pick(page.form.kind.editor, kind)
    page.form.address.editor.setText(typed)
    page.save()
    assert page.form.address.failed
    assert focus() is page.form.address.editor
    assert kept(shop) == []


def test_a_printer_without_a_name_gets_one_that_says_what_it_prints(two: PrinterPage, shop: Shop) -> None:
    for form, paper in (("escpos", "58"), ("tspl", "50x25"), ("zpl", "4x6")):
        two.add()
        pick(two.form.form.editor, form)
        pick(two.form.paper.editor, paper)
        two.form.address.editor.setText("192.0.2.60")
        two.save()
    assert [told["name"] for told in kept(shop)[2:]] == ["Bills", "Labels", "Labels 2"]


# -- the settings of a head


def test_every_setting_of_a_head_can_be_chosen_and_says_why_one_would(page: PrinterPage) -> None:
    assert {name for _form, names in SHOWN for name in names} == {field.name for field in fields(Head)}
    for field in page.form.details.fields.values():
        said = field.editor.accessibleDescription()
        assert said.endswith("."), field.name
        assert len(said) > 20


@pytest.mark.parametrize(("form", "names"), [*SHOWN, ("pdf", ())])
def test_only_what_a_language_knows_is_shown(page: PrinterPage, form, names) -> None:
    page.add()
    pick(page.form.form.editor, form)
    page.form.drawer.setChecked(True)
    if form == "escpos":
        pick(page.form.details.fields["mode"].editor, "hybrid")
    page.form.questions._suit()
    page.form.details.unfold()
    seen = {name for name, field in page.form.details.fields.items() if field.isVisible()}
    assert seen == set(names)


def test_the_way_of_printing_is_suggested_by_the_speed_of_the_line(page: PrinterPage) -> None:
    page.add()
    mode = page.form.details.fields["mode"].editor
    assert mode.currentData() == "raster"
    pick(page.form.kind.editor, "serial")
    assert mode.currentData() == "hybrid"
    pick(mode, "text")
    pick(page.form.kind.editor, "network")
    assert mode.currentData() == "text", "what a person chose stays"


def test_a_setting_that_is_not_the_usual_one_is_kept_and_shown_again(two: PrinterPage, shop: Shop) -> None:
    two.change()
    details = two.form.details.fields
    pick(details["band"].editor, 64)
    pick(details["cut"].editor, "none")
    details["turned"].editor.click()
    two.save()
    assert kept(shop)[0] == COUNTER | {"band": 64, "cut": "none", "turned": True}
    two.change()
    assert details["band"].editor.currentData() == 64
    assert details["turned"].editor.isChecked()


def test_a_figure_written_by_hand_is_shown_as_it_is(page: PrinterPage, screen, shop: Shop) -> None:
    shop.settings.set("printers", [COUNTER | {"band": 77, "dots": 504}])
    screen.refresh(screen.watches)
    page.change()
    assert page.form.details.fields["band"].editor.currentData() == 77
    page.save()
    assert kept(shop) == [COUNTER | {"band": 77, "dots": 504}]


def test_the_width_of_a_head_stays_the_same_at_another_fineness(page: PrinterPage) -> None:
    page.add()
    pick(page.form.form.editor, "tspl")
    details = page.form.details
    pick(details.fields["dots"].editor, 384)
    assert details.fields["dots"].editor.currentText() == "48 mm (384 dots)"
    pick(details.fields["dots_per_mm"].editor, 12)
    assert details.fields["dots"].editor.currentText() == "48 mm (576 dots)"
    assert details.values() == {"dots_per_mm": 12, "dots": 576}
    pick(page.form.form.editor, "escpos")
    assert details.values() == {"mode": "raster", "dots": 384}


def test_darkness_goes_as_far_as_the_language_does(page: PrinterPage) -> None:
    page.add()
    pick(page.form.form.editor, "zpl")
    dark = page.form.details.fields["darkness"].editor
    pick(dark, 25)
    pick(page.form.form.editor, "tspl")
    assert dark.currentData() == 15
    assert dark.itemData(dark.count() - 1) == 15
