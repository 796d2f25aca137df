"""A list comes in through its window: tried, put right in place, taken over while the counter sells, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.import_items import ImportDialog
from shoppos.ui.widgets.form import choose
from tests.shop.vyapar_backups import backup
from tests.ui.pages import CTRL, Key, focus, press, shown, type_in

if TYPE_CHECKING:
    from pathlib import Path

    from shoppos.shop import Shop

GOOD = "Item name*,Item code,Sale price,Tax Rate,Notes\nSoap,S1,30,GST@18%,x\nBrush,S2,40,GST@5%,y\n"
MIXED = "Item name*,Item code,Sale price,Tax Rate\nSoap,S1,thirty,GST@18%\nBrush,S2,40,GST@5%\n"


@pytest.fixture
def dialog(qtbot, shop: Shop) -> ImportDialog:
    made = ImportDialog(shop, None)
    qtbot.addWidget(made)
    made.begin(None)
    shown(qtbot, made)
    return made


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "items.csv"
    path.write_text(text, "utf-8")
    return path


def tried(qtbot, dialog: ImportDialog, path: Path) -> None:
    dialog.checked = None
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)


def test_a_list_comes_in_by_keys_alone(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    path = listed(tmp_path, GOOD)
    assert focus() is dialog.path.editor
    type_in(str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert "2 new" in dialog.preview.counts.text()
    assert shop.catalogue.count() == 5
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        press(Key.Key_Return, CTRL)
    assert "2 new items" in dialog.end.text.text()
    assert shop.catalogue.show("S1").form.rate == 1800


def test_a_file_that_is_none_is_said_under_the_line(qtbot, dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\0\0")
    type_in(str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.path.failed, timeout=5000)
    assert "photo.csv is not a list" in dialog.path.note.text()
    assert dialog.pages.currentIndex() == 0


def test_mistakes_are_red_named_and_put_right_in_place(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    tried(qtbot, dialog, listed(tmp_path, MIXED))
    model = dialog.preview.model
    assert "1 with mistakes" in dialog.preview.counts.text()
    assert "Row 2: This is not an amount" in dialog.preview.reason.text()
    assert dialog.go.text() == "Import 1 item (Ctrl+Enter)"
    dialog.preview.wrong_rows.setChecked(True)
    assert model.rowCount() == 1
    dialog.checked = None
    assert model.setData(model.index(0, 2), "30")
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert dialog.checked.bad == []
    assert dialog.go.text() == "Import 2 items (Ctrl+Enter)"
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    assert shop.catalogue.show("S1").form.price == 3000


def test_rows_that_change_known_items_are_shown_and_another_name_waits_for_a_tick(
    qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path
) -> None:
    for code, name in (("ATTA5", "Gaon Chakki Atta 5 kg"), ("SALT1", "Tata Salt 1 kg")):
        shop.catalogue.add(ProductForm(code, name, 245_00, local_name="नाम"))
    rows = "Soap,S1,30\nGaon Atta 5 kg,ATTA5,255\nSugar 1 kg,SALT1,48\n"
    tried(qtbot, dialog, listed(tmp_path, "Item name*,Item code,Sale price\n" + rows))
    preview = dialog.preview
    said = [preview.changes.item(at).text() for at in range(preview.changes.count())]
    assert said[0].startswith("⚠ Same code, another name. Row 4: changes Tata Salt 1 kg: Name Tata Salt 1 kg → Sugar")
    assert "Row 3: changes Gaon Chakki Atta 5 kg" in said[1]
    assert "Sale price 245.00 → 255.00" in said[1]
    assert "1 new" in preview.counts.text()
    assert "1 changes an item you have" in preview.counts.text()
    assert "1 with a known code and another name, kept out unless ticked" in preview.counts.text()
    assert "0 with mistakes" in preview.counts.text()
    assert dialog.go.text() == "Import 2 items (Ctrl+Enter)"

    dialog.checked = None
    preview.changes.setFocus()
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert "2 change items you have" in preview.counts.text()
    assert dialog.go.text() == "Import 3 items (Ctrl+Enter)"
    assert focus() is preview.changes
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        press(Key.Key_Return, CTRL)
    form = shop.catalogue.show("SALT1").form
    assert (form.name, form.local_name) == ("Sugar 1 kg", "")


def test_a_column_is_chosen_by_hand(qtbot, dialog: ImportDialog, tmp_path: Path) -> None:
    dialog.read(listed(tmp_path, "What,How much\nSoap,30\n"))
    qtbot.waitUntil(dialog.mistake.isVisible, timeout=5000)
    assert "No column holds the items' names" in dialog.mistake.text()
    assert not dialog.go.isEnabled()
    choose(dialog.preview.box(0), "name")
    choose(dialog.preview.box(1), "price")
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert [item.form.price for item in dialog.checked.new] == [3000]
    assert not dialog.mistake.isVisible()


def test_rows_with_mistakes_are_saved_for_later(qtbot, dialog: ImportDialog, tmp_path: Path) -> None:
    tried(qtbot, dialog, listed(tmp_path, MIXED))
    assert dialog.rejects.isVisible()
    dialog.save_rejects_to(tmp_path / "rejected.csv")
    assert "thirty" in (tmp_path / "rejected.csv").read_text("utf-8-sig")
    dialog.save_rejects_to(tmp_path / "no folder" / "rejected.csv")
    assert "could not be written" in dialog.mistake.text()


def test_an_import_is_taken_back_from_its_last_page(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    tried(qtbot, dialog, listed(tmp_path, GOOD))
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_back()
    assert "2 items are gone" in dialog.end.text.text()
    assert shop.catalogue.find_code("S1") is None


def test_the_window_may_be_closed_and_the_counter_sells_while_a_list_comes_in(
    qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path
) -> None:
    rows = "".join(f"Item {n},10\n" for n in range(1500))
    tried(qtbot, dialog, listed(tmp_path, "Name,Price\n" + rows))
    assert not dialog.isModal()
    with qtbot.waitSignal(dialog.imported, timeout=20_000):
        dialog.take_over()
        press(Key.Key_Escape)
        assert not dialog.isVisible()
        done = shop.sales.sell(["1002"], tenders=[Tender("cash")])
    assert done.numbers
    assert shop.catalogue.count() == 1505


def test_an_import_can_be_stopped(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    rows = "".join(f"Item {n},10\n" for n in range(3000))
    tried(qtbot, dialog, listed(tmp_path, "Name,Price\n" + rows))
    with qtbot.waitSignal(dialog.imported, timeout=20_000):
        dialog.take_over()
        dialog.job.progressed.connect(dialog.progress.stopped)
    assert dialog.end.title.text() == "Stopped half way."
    assert 0 < dialog.done_import.added < 3000
    assert shop.catalogue.count() == 5 + dialog.done_import.added


def test_hostile_cells_are_shown_and_kept_as_plain_text(
    qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path
) -> None:
    text = 'Name,Code,Price\n"<img src=x>",H1,1\n"=HYPERLINK(1)",H2,1\n"a\u202eb\u200bc",H3,1\n'
    tried(qtbot, dialog, listed(tmp_path, text))
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    names = [shop.catalogue.show(code).form.name for code in ("H1", "H2", "H3")]
    assert names == ["<img src=x>", "=HYPERLINK(1)", "abc"]


def test_a_backup_shows_both_sums_before_and_after(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    tried(qtbot, dialog, backup(tmp_path / "shop.vyb"))
    sums = dialog.sums.sums
    assert "Gupta Stores" in dialog.sums.title.text()
    assert [sums.item(2, column).text() for column in range(4)] == [
        "You are owed", "₹1,24,500.00", "₹1,24,500.00", "✓ the same",
    ]  # fmt: skip
    assert "5 bills stay in Vyapar" in dialog.sums.note.text()
    dialog.sums.people.click()
    assert dialog.preview.model.rowCount() == 3
    assert not dialog.go.isVisible()
    press(Key.Key_Return, CTRL)
    assert dialog.go.text() == "Import 6 entries (Ctrl+Enter)"
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        press(Key.Key_Return, CTRL)
    assert "3 customers and suppliers" in dialog.end.text.text()
    assert dialog.end.sums.item(3, 2).text() == "₹8,200.55"
    assert shop.settings.profile().name == "Sharma Kirana"
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_back()
    assert "4 items are gone. 3 customers and suppliers are gone." in dialog.end.text.text()


def test_a_mistake_in_a_backup_is_put_right_and_counts(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    rows = {"kb_items": [{"item_id": 1, "item_name": "Soap", "item_sale_unit_price": "ten"}], "kb_names": []}
    tried(qtbot, dialog, backup(tmp_path / "shop.vyb", rows=rows))
    assert "1 with mistakes" in dialog.sums.items.text()
    assert dialog.sums.sums.item(0, 3).text() == "⚠ differs by 1"
    dialog.sums.items.click()
    dialog.checked = None
    model = dialog.preview.model
    assert model.setData(model.index(0, 2), "10")
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    dialog.back.click()
    assert dialog.sums.sums.item(0, 3).text() == "✓ the same"
    assert dialog.go.text() == "Import 1 entry (Ctrl+Enter)"


def test_a_list_of_people_is_known_by_its_headings(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    tried(
        qtbot, dialog, listed(tmp_path, "Party Name,Phone No.,Balance,Balance Type\nAsha,9876522222,500,To Receive\n")
    )
    assert dialog.preview.mapping() == ("name", "phone", "balance", "side")
    assert dialog.go.text() == "Import 1 entry (Ctrl+Enter)"
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    assert shop.customers.by_phone("9876522222").owes == 50_000


def test_a_rate_that_has_ended_gets_todays_by_a_choice(qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path) -> None:
    rows = "Ghee,G1,500,12\nButter,B1,300,12\nTyre,T1,2000,28\nSoap,S1,30,18\n"
    tried(qtbot, dialog, listed(tmp_path, "Item name*,Item code,Sale price,Tax Rate\n" + rows))
    assert dialog.choices.isVisible()
    assert dialog.choices.box() is None
    assert dialog.go.text() == "Import 1 item (Ctrl+Enter)"
    for old, new in ((1200, 500), (2800, 1800)):
        dialog.checked = None
        choose(dialog.choices.box(old), new)
        qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert dialog.go.text() == "Import 4 items (Ctrl+Enter)"
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    assert [shop.catalogue.show(code).form.rate for code in ("G1", "B1", "T1", "S1")] == [500, 500, 1800, 1800]
    assert not dialog.choices.isVisible()


def test_items_priced_above_their_mrp_come_in_at_the_mrp_when_one_says_so(
    qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path
) -> None:
    rows = "Soap,S1,45,40\nBrush,S2,40,40\n"
    tried(qtbot, dialog, listed(tmp_path, "Item name*,Item code,Sale price,MRP\n" + rows))
    assert dialog.go.text() == "Import 1 item (Ctrl+Enter)"
    dialog.checked = None
    choose(dialog.choices.box(), value=True)
    qtbot.waitUntil(lambda: dialog.checked is not None, timeout=5000)
    assert dialog.go.text() == "Import 2 items (Ctrl+Enter)"
    assert "It comes in at the MRP." in dialog.preview.counts.text()
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    assert shop.catalogue.show("S1").form.price == 4000


def test_the_rates_of_a_backup_are_chosen_beside_its_sums(
    qtbot, dialog: ImportDialog, shop: Shop, tmp_path: Path
) -> None:
    rows = {
        "kb_tax_code": [{"tax_code_id": 12, "tax_code_name": "GST@12%", "tax_rate": 12.0}],
        "kb_items": [{"item_id": 1, "item_name": "Ghee", "item_code": "GHEE", "item_sale_unit_price": 500,
                      "item_tax_id": 12}],
        "kb_names": [],
    }  # fmt: skip
    tried(qtbot, dialog, backup(tmp_path / "ended.vyb", rows=rows))
    assert "has ended" in dialog.sums.note.text()
    choose(dialog.choices.box(1200), 500)
    qtbot.waitUntil(lambda: "has ended" not in dialog.sums.note.text(), timeout=5000)
    dialog.sums.people.click()
    assert not dialog.choices.isVisible()
    dialog.back.click()
    assert dialog.choices.rates() == {1200: 500}
    with qtbot.waitSignal(dialog.imported, timeout=5000):
        dialog.take_over()
    assert shop.catalogue.show("GHEE").form.rate == 500
