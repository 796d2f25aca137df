"""The catalogue by command: added, found as the entry line finds, brought in from a list and taken back."""

import pytest


def test_an_item_comes_back_as_it_was_written(run):
    said = run(
        "items", "add", "t-1", "Tea 250 g", "--price", "118", "--rate", "18", "--exclusive", "--hsn", "0902",
        "--unit", "box", "--mrp", "150", "--cost", "90.50", "--stock", "12.5", "--low", "2",
        "--barcode", "8901030865275", "8901719101038", "--category", "Drinks", "--cess", "2", "--json",
    )  # fmt: skip
    assert said.code == 0, said.err
    assert run("items", "show", "T-1", "--json").json == said.json
    card = said.json
    assert (card["code"], card["unit"], card["price"], card["inclusive"]) == ("T-1", "BOX", "118.00", False)
    assert (card["rate"], card["cess_rate"], card["mrp"], card["cost"]) == ("18", "2", "150.00", "90.50")
    assert (card["stock"], card["low"], card["treatment"]) == ("12.5", "2", "taxable")
    assert card["barcodes"] == ["8901030865275", "8901719101038"]


def test_an_item_without_a_rate_is_nil_rated_and_its_price_is_inclusive(run):
    card = run("items", "add", "1", "Salt", "--price", "20", "--json").json
    assert (card["rate"], card["treatment"], card["inclusive"], card["stock"]) == ("0", "nil", True, None)


def test_items_are_found_by_code_or_by_the_beginnings_of_words(stocked):
    def found(text):
        return [hit["code"] for hit in stocked("items", "find", text, "--json").json]

    assert found("8901030865275") == ["1001"]
    assert found("1002") == ["1002"]
    assert found("tif ste") == ["3001"]
    assert found("सर्फ") == ["1001"]
    assert found('" OR *') == []
    assert stocked("items", "find", "nothing").out == "No item was found.\n"


def test_the_list_is_a_table_for_people(stocked):
    lines = stocked("items", "list").out.splitlines()
    assert lines[0].split() == ["Code", "Name", "Local", "name", "Price", "GST", "Stock", "Unit"]
    assert set(lines[1]) == {"-", " "}
    assert lines[2].split()[0] == "1001"
    assert len(stocked("items", "list", "--limit", "2", "--json").json) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1001", "Other", "--price", "1"), "already belongs to Surf Excel"),
        (("5", "Other", "--price", "1", "--barcode", "8901030865275"), "already belongs"),
        (("5", "Other", "--price", "free"), "not an amount"),
        (("5", "Other", "--price", "1", "--rate", "17"), "no rate of that height"),
        (("5", "Other", "--price", "1", "--hsn", "12"), "HSN"),
        (("5", "\u202e\x07", "--price", "1"), "needs a name"),
    ],
)
def test_what_no_item_can_be_is_refused(stocked, words, said):
    answer = stocked("items", "add", *words)
    assert (answer.code, said in answer.err) == (1, True)
    assert len(stocked("items", "list", "--json").json) == 4


LIST = """Item code,Item name,Sale price,GST rate
7001,Rice 1 kg,80,5
7002,Sugar 1 kg,cheap,5
1001,Surf Excel 1 kg,145,18
"""


def test_a_list_comes_in_with_its_bad_rows_named_and_is_taken_back(stocked, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    dry = stocked("items", "import", file, "--dry-run", "--json")
    assert (dry.code, dry.json["added"], dry.json["changed"], dry.json["rejected"]) == (3, 1, 1, 1)
    assert len(stocked("items", "list", "--json").json) == 4
    done = stocked("items", "import", file, "--rejects", tmp_path / "bad.csv", "--json")
    assert (done.code, done.json["added"], done.json["changed"]) == (3, 1, 1)
    assert (done.json["bad"][0]["row"], done.json["bad"][0]["field"]) == (3, "price")
    assert "Sugar" in (tmp_path / "bad.csv").read_text("utf-8-sig")
    assert stocked("items", "show", "1001", "--json").json["price"] == "145.00"
    undone = stocked("items", "undo", done.json["import_id"], "--json").json
    assert (undone["removed"], undone["restored"]) == (1, 1)
    assert stocked("items", "show", "1001", "--json").json["price"] == "150.00"
    assert stocked("items", "undo", done.json["import_id"]).code == 1
    assert stocked("items", "undo", "xyz").code == 1
    assert stocked("verify").code == 0


def test_a_list_without_faults_is_done(run, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Code,Name,Price\n1,Tea,20\n2,Coffee,50\n", encoding="utf-8")
    said = run("items", "import", file)
    assert (said.code, said.out.splitlines()[0]) == (0, "list.csv: 2 added, 0 changed, 0 skipped, 0 rejected.")
    assert run("items", "import", tmp_path / "none.csv").code == 1


def test_the_exported_list_comes_back_unchanged(stocked, tmp_path):
    assert stocked("items", "export", tmp_path / "all.csv", "--json").json["items"] == 4
    again = stocked("items", "import", tmp_path / "all.csv", "--json")
    assert (again.code, again.json["added"], again.json["changed"], again.json["rejected"]) == (0, 0, 0, 0)
    assert stocked("items", "export", tmp_path / "all.doc").code == 1


def test_what_is_called_nearly_so_is_marked_and_not_sold(stocked):
    found = stocked("items", "find", "barle", "--json").json
    assert [(one["code"], one["near"]) for one in found] == [("1002", True)]
    assert "near" not in stocked("items", "find", "parle", "--json").json[0]
    assert "Did you mean Parle-G 100 g?" in stocked("items", "find", "barle").err
    refused = stocked("sell", "barle", "--pay", "cash")
    assert refused.code == 1
    assert "No item is called barle. Did you mean Parle-G 100 g?" in refused.err


def test_an_item_above_its_mrp_is_added_only_by_who_is_sure(stocked):
    typed = ("items", "add", "N1", "Soda", "--price", "45", "--mrp", "40")
    refused = stocked(*typed)
    assert refused.code == 1
    assert "The price ₹45.00 is above the MRP ₹40.00." in refused.err
    assert "--sure" in refused.err
    assert stocked("items", "show", "N1").code == 1
    assert stocked(*typed, "--sure", "--json").json["price"] == "45.00"
