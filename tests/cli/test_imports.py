"""What another program knew comes in at the command line, and goes out again."""

from __future__ import annotations

from shoppos.shop import Shop
from tests.shop.vyapar_backups import backup

PARTIES = (
    "Party Name,Phone No.,Email,Address,GSTIN,State,Balance,Balance Type\n,,,,,,,\n"
    'Asha,98765 22222,,,,Maharashtra,"₹1,23,450.00",To Receive\n'
    'Shree Traders,,,,27AAPFU0939F1ZV,,"₹8,000.50",To Pay\n'
    "Nobody,,,,,,abc,To Pay\n"
    'Total,,,,,,"₹1,31,450.50",\n'
)


def test_a_vyapar_backup_is_tried_brought_in_and_taken_back(run, tmp_path) -> None:
    path = backup(tmp_path / "shop.vyb")
    tried = run("import", "vyapar", path, "--dry-run", "--json").json
    assert (tried["items"], tried["people"], tried["import_id"]) == (3, 3, None)
    assert run("items", "list", "--json").json == []
    said = run("import", "vyapar", path)
    assert said.code == 0
    owed = next(line for line in said.out.splitlines() if line.startswith("You are owed"))
    assert owed.split() == ["You", "are", "owed", "₹1,24,500.00", "₹1,24,500.00", "✓"]
    assert "5 bills stay in Vyapar" in said.out
    import_id = run("import", "list", "--json").json[0]["id"]
    assert run("import", "undo", import_id, "--json").json["removed"] == 7
    assert run("items", "list", "--json").json == []


def test_the_firm_comes_only_when_it_is_wished(run, folder, tmp_path) -> None:
    path = backup(tmp_path / "shop.vyb")

    def name() -> str:
        shop = Shop.open(folder)
        try:
            return shop.settings.profile().name
        finally:
            shop.close()

    run("import", "vyapar", path)
    assert name() == "Sharma Kirana"
    assert run("import", "vyapar", path, "--firm").code == 0
    assert name() == "Gupta Stores"


def test_a_list_of_people_comes_in_and_goes_out_as_it_was(run, tmp_path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text(PARTIES, "utf-8")
    done = run("import", "people", path, "--json")
    assert (done.code, done.json["people"], done.json["rejected"]) == (3, 2, 1)
    assert done.json["bad"][0]["row"] == 5
    assert run("customers", "show", "9876522222", "--json").json["owes"] == "123450.00"
    for kind, ending in (("customers", "csv"), ("suppliers", "xlsx")):
        out = tmp_path / f"{kind}.{ending}"
        assert run("export", kind, out, "--json").json["rows"] == 1
        again = run("import", "people", out, "--json").json
        assert (again["people"], again["skipped"], again["rejected"]) == (0, 1, 0)
    assert run("export", "stock", tmp_path / "stock.csv", "--json").json["rows"] == 0


def test_a_broken_backup_is_refused_in_a_sentence(run, tmp_path) -> None:
    (tmp_path / "shop.vyb").write_bytes(b"no")
    said = run("import", "vyapar", tmp_path / "shop.vyb")
    assert (said.code, said.out) == (1, "")
    assert "shop.vyb is not a Vyapar backup." in said.err


def test_what_a_backup_changes_is_said_before_and_after(run, tmp_path) -> None:
    run("items", "add", "D1", "Detergent", "--price", "99", "--local-name", "साबुन")
    path = backup(tmp_path / "shop.vyb")
    for said in (run("import", "vyapar", path, "--dry-run"), run("import", "vyapar", path)):
        assert "1 changed" in said.out
        assert "changes Detergent: Name Detergent → Detergent 1 kg" in said.out
        assert "Sale price 99.00 → 112.10" in said.out
    assert run("items", "show", "D1", "--json").json["local_name"] == "साबुन"


def test_rows_kept_out_are_named_by_list_and_the_rate_of_an_ended_one_is_chosen(run, tmp_path) -> None:
    rows = {
        "kb_tax_code": [{"tax_code_id": 1, "tax_rate": 12.0}],
        "kb_items": [
            {"item_name": "Ghee", "item_code": "GHEE", "item_sale_unit_price": 500.0, "item_tax_id": 1},
            {"item_name": "Haldiram Bhujia", "item_sale_unit_price": "ten"},
        ],
        "kb_names": [{"full_name": "Anil", "amount": "oops", "name_type": 1}],
    }
    path = backup(tmp_path / "shop.vyb", rows=rows)
    said = run("import", "vyapar", path, "--dry-run")
    assert "item row 2: Haldiram Bhujia:" in said.out
    assert "Ghee: GST of 12 % has ended; it comes in without a rate" in said.out
    assert "people row 1: Anil:" in said.out
    assert run("import", "vyapar", path, "--rate", "12").code != 0
    assert "has ended" not in run("import", "vyapar", path, "--rate", "12=5").out
    assert run("items", "show", "GHEE", "--json").json["rate"] == "5"
    assert "Items kept out: 1 (Haldiram Bhujia)." in said.out


def test_a_list_says_that_known_stock_stays_and_what_looks_odd(run, tmp_path) -> None:
    run("items", "add", "SUGAR", "Sugar", "--price", "46", "--stock", "7")
    path = tmp_path / "items.csv"
    path.write_text("Name,Code,Price,Opening Stock\nSugar,SUGAR,46,50\nSalt,SALT,20,-3\n", "utf-8")
    said = run("items", "import", path).out
    assert "Stock of 1 known item left as it is." in said
    assert "row 3, Salt: The stock -3 is below 0." in said


def test_people_taken_back_are_called_people_and_an_import_of_nothing_is_none(run, tmp_path) -> None:
    path = tmp_path / "parties.csv"
    path.write_text(PARTIES, "utf-8")
    import_id = run("import", "people", path, "--json").json["import_id"]
    nothing = run("import", "people", path)
    assert "Take it back" not in nothing.out
    assert len(run("import", "list", "--json").json) == 1
    assert "0 items and 2 people removed" in run("import", "undo", import_id).out
