"""Customers, their khata, and the staff, by command."""


def customer(run, *more):
    return run("customers", "add", "98123 45678", "--name", "Anil Verma", *more, "--json")


def test_a_customer_is_added_found_and_shown(run):
    said = customer(
        run, "--address", "4 Tilak Road", "--pin-code", "411030", "--state", "27", "--gstin", "27AAPFU0939F1ZV"
    )
    assert said.code == 0, said.err
    assert said.json["phone"] == "9812345678"
    for text in ("5678", "anil", "Verma", "+91 98123 45678"):
        assert [one["name"] for one in run("customers", "find", text, "--json").json] == ["Anil Verma"]
    assert run("customers", "show", "9812345678", "--json").json == said.json
    assert run("customers", "find", "zz").out == "No customer was found.\n"


def test_a_number_belongs_to_one_customer_and_must_be_one(run):
    customer(run)
    again = run("customers", "add", "9812345678", "--name", "Other")
    assert (again.code, "already belongs to Anil Verma" in again.err) == (1, True)
    assert "not a mobile number" in run("customers", "add", "12345", "--name", "X").err
    assert "No customer has the number" in run("customers", "show", "9999999999").err


def test_a_khata_fills_and_is_paid(stocked):
    customer(stocked)
    for code in ("1001", "3001"):
        assert stocked("sell", code, "--customer", "9812345678", "--pay", "khata").code == 0
    assert stocked("customers", "show", "9812345678", "--json").json["owes"] == "622.00"
    paid = stocked("customers", "pay", "9812345678", "200", "--by", "upi", "--reference", "412345678901", "--json")
    assert (paid.code, paid.json["owes"]) == (0, "422.00")
    khata = stocked("khata", "9812345678", "--json").json
    assert [(line["kind"], line["amount"], line["balance"]) for line in khata["lines"]] == [
        ("sale", "150.00", "150.00"), ("sale", "472.00", "622.00"), ("payment", "-200.00", "422.00"),
    ]  # fmt: skip
    assert "owes ₹422.00" in stocked("khata", "9812345678").out
    assert stocked("customers", "pay", "9812345678", "500").code == 1
    assert stocked("customers", "pay", "9812345678", "5", "--by", "khata").code == 1
    assert stocked("customers", "pay", "9812345678", "--json").json["owes"] == "0.00"
    assert stocked("verify").code == 0


def test_every_bill_says_who_made_it(stocked):
    assert stocked("employees", "add", "Ravi", "--role", "manager", "--json").json == {
        "name": "Ravi",
        "role": "manager",
    }
    assert [one["name"] for one in stocked("employees", "list", "--json").json] == ["Meena", "Ravi"]
    bill = stocked("--as", "ravi", "sell", "1001", "--pay", "cash", "--json").json
    assert bill["employee"] == "Ravi"
    refused = stocked("employees", "add", "Raju", "--role", "king")
    assert (refused.code, "owner, manager, cashier, packer" in refused.err) == (1, True)
    assert stocked("employees", "add", "Ravi").code == 1


def test_a_card_begun_by_a_number_alone_gets_its_name_later(stocked):
    assert stocked("sell", "1001", "--customer", "9812345677", "--pay", "cash").code == 0
    changed = stocked("customers", "change", "9812345677", "--name", "Sunita Rao", "--state", "30", "--json").json
    assert (changed["name"], changed["phone"], changed["state"]) == ("Sunita Rao", "9812345677", "30")
    assert (
        stocked("customers", "change", "9812345677", "--address", "4 Beach Road", "--json").json["name"] == "Sunita Rao"
    )
    assert stocked("customers", "change", "9800000000", "--name", "Nobody").code == 1
