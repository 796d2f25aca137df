"""Buying at the command line: what a clerk with a supplier's bill types, and what the books say of it."""

import pytest

GSTIN = "27AAPFU0939F1ZV"


@pytest.fixture
def agro(stocked):
    """A shop that knows one supplier."""
    assert stocked("suppliers", "add", "Agro Traders", "--phone", "9812345678", "--gstin", GSTIN).code == 0
    return stocked


def test_goods_are_received_with_their_bill_and_owed(agro):
    done = agro("purchase", "receive", "--supplier", "agro", "10+2*1001@100", "20*1002@8", "--bill", "X-17",
                "--date", "2026-11-01", "--total", "1348", "--price", "1001=160", "--sure", "--json").json  # fmt: skip
    assert (done["number"].split("/")[2], done["bill"], done["bill_date"]) == ("G00001", "X-17", "2026-11-01")
    assert (done["taxable"], done["cgst"], done["sgst"], done["total"]) == ("1160.00", "94.00", "94.00", "1348.00")
    assert [(line["code"], line["quantity"], line["free"], line["tax"]) for line in done["lines"]] == [
        ("1001", "10", "2", "180.00"), ("1002", "20", "0", "8.00"),
    ]  # fmt: skip
    assert done["labels"] == ["1001"]
    assert agro("stock", "show", "1001", "--json").json["on_hand"] == "62"
    assert agro("items", "show", "1001", "--json").json["price"] == "160.00"
    assert agro("suppliers", "show", "agro", "--json").json["owed"] == "1348.00"
    paid = agro("suppliers", "pay", "agro", "1000", "--by", "netbanking", "--reference", "N123", "--json").json
    assert (paid["owed"], [entry["kind"] for entry in paid["entries"]]) == ("348.00", ["purchase", "payment"])
    back = agro("purchase", "return", done["number"], "6*1001", "--reason", "torn", "--json").json
    assert (back["kind"], back["against"], back["taxable"], back["total"]) == (
        "returned", done["number"], "500.00", "590.00",
    )  # fmt: skip
    assert agro("suppliers", "list", "--json").json[0]["owed"] == "-242.00"
    assert [row["kind"] for row in agro("purchase", "list", "--json").json] == ["returned", "received"]
    assert agro("verify").code == 0


def test_an_order_is_drafted_sent_and_answered_by_what_comes(agro):
    order = agro("purchase", "order", "--supplier", "agro", "12*1001@100", "24*1002@8", "--json").json
    assert (order["state"], order["total"]) == ("draft", "1392.00")
    sent = agro("purchase", "send", order["number"], "--message", "--json").json
    assert sent["state"] == "sent"
    assert "1. Surf Excel 1 kg - 12 PCS" in sent["message"]
    assert sent["whatsapp"].startswith("https://wa.me/919812345678?text=Order%20")
    part = agro("purchase", "receive", "--order", order["number"], "5*1001", "--json").json
    assert (part["order"], part["taxable"]) == (order["number"], "500.00")
    shown = agro("purchase", "show", order["number"], "--json").json
    assert (shown["state"], [line["coming"] for line in shown["lines"]]) == ("part", ["7", "24"])
    assert agro("purchase", "receive", "--order", order["number"]).code == 0
    assert [row["state"] for row in agro("purchase", "orders", "--json").json] == ["received"]
    assert "waits for nothing" in agro("purchase", "receive", "--order", order["number"], "1001@5").err
    assert agro("verify").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1001@100",), "Choose the supplier"),
        (("--supplier", "nobody", "1001@100"), "No supplier is called nobody"),
        (("--supplier", "agro"), "Scan the first item"),
        (("--supplier", "agro", "9999@5"), "No item has the code 9999"),
        (("--supplier", "agro", "0*1001@5"), "is not a quantity"),
        (("--supplier", "agro", "8901030865275*1001@5"), "is not a quantity"),
        (("--supplier", "agro", "1001@x"), "is not a cost"),
        (("--supplier", "agro", "1001"), "What does Surf Excel 1 kg cost?"),
        (("--supplier", "agro", "1001@100", "--total", "500"), "with --sure"),
        (("--supplier", "agro", "1001@100", "--date", "2099-01-01"), "still to come"),
        (("--supplier", "agro", "1001@100", "--mrp", "1001"), "CODE=VALUE"),
        (("--order", "A1/2627/P00009"), "There is no purchase order"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(agro, words, said):
    refused = agro("purchase", "receive", *words)
    assert refused.code == 1
    assert said in refused.err
    assert agro("purchase", "list", "--json").json == []


def test_the_same_bill_twice_is_asked_and_the_same_key_receives_once(agro):
    key = "0197a1b2-0000-7000-8000-000000000001"
    bill = ("purchase", "receive", "--supplier", "agro", "1001@100", "--bill", "77", "--json")
    first = agro(*bill, "--key", key).json["number"]
    assert agro(*bill, "--key", key).json["number"] == first
    assert "received already" in agro(*bill).err
    assert agro(*bill, "--sure").code == 0
    assert len(agro("purchase", "list", "--json").json) == 2


def test_what_runs_out_is_listed_and_ordered_of_its_supplier(agro):
    agro("purchase", "receive", "--supplier", "agro", "1001@100")
    agro("sell", "48*1001", "--pay", "cash")
    assert agro("asked", "add", "1001", "--quantity", "2").code == 0
    assert agro("asked", "add", "Organic honey").code == 0
    asked = agro("asked", "list", "--json").json
    assert [(row["said"], row["sold_here"]) for row in asked] == [("Organic honey", False), ("Surf Excel 1 kg", True)]
    low = agro("reorder", "list", "--json").json
    assert [(row["code"], row["supplier"], row["on_hand"], row["lost"]) for row in low] == [
        ("1001", "Agro Traders", "3", "2")
    ]
    order = agro("reorder", "order", "agro", "--json").json
    assert [(line["code"], line["quantity"]) for line in order["lines"]] == [("1001", low[0]["order"])]
    assert agro("reorder", "list", "--json").json == []
    assert "Nothing of Agro Traders" in agro("reorder", "order", "agro").err
    assert "In stock" in agro("reorder", "list", "--all").out


def test_two_batches_on_one_delivery_go_each_to_its_own_line(agro):
    assert agro("keep", "set", "1001", "--tracks", "batch").code == 0
    two = ("--batch", "1001=X:2027-11-24", "--batch", "1001=Y:2027-12-24")
    done = agro("purchase", "receive", "--supplier", "agro", *two, "2*1001@90", "3*1001@90", "--sure")
    assert done.code == 0
    batches = agro("stock", "show", "1001", "--json").json["batches"]
    assert [(b["code"], b["expiry"], b["on_hand"]) for b in batches] == [
        ("X", "2027-11-24", "2"), ("Y", "2027-12-24", "3"),
    ]  # fmt: skip
    assert agro("verify").code == 0


@pytest.mark.parametrize(
    ("batches", "lines", "said"),
    [
        (("1001=X", "1001=Y"), ("2*1001@90",), "Batches named of Surf Excel 1 kg: 2; its lines: 1"),
        (("1001=X", "1001=Y"), ("1001@90", "1001@90", "1001@90"), "Batches named of Surf Excel 1 kg: 2; its lines: 3"),
        (("1002=X",), ("1001@90",), "1; its lines: 0"),
    ],
)
def test_batches_that_fit_no_line_are_refused(agro, batches, lines, said):
    words = [word for batch in batches for word in ("--batch", batch)]
    refused = agro("purchase", "receive", "--supplier", "agro", *words, *lines)
    assert (refused.code, said in refused.err) == (1, True)
    assert "Type one line for each batch" in refused.err
    assert agro("purchase", "list", "--json").json == []


def test_one_batch_holds_for_all_lines_of_its_item_and_pieces_go_line_by_line(agro):
    assert agro("keep", "set", "1001", "--tracks", "batch").code == 0
    agro("purchase", "receive", "--supplier", "agro", "--batch", "1001=X", "2*1001@90", "3*1001@95")
    assert [b["on_hand"] for b in agro("stock", "show", "1001", "--json").json["batches"]] == ["5"]
    assert agro("keep", "set", "1002", "--tracks", "serial").code == 0
    pieces = [word for n in ("S1", "S2", "S3") for word in ("--serial", f"1002={n}")]
    done = agro("purchase", "receive", "--supplier", "agro", *pieces, "1*1002@8", "2*1002@9", "--sure")
    assert done.code == 0, done.err
    assert sorted(agro("stock", "show", "1002", "--json").json["serials"]) == ["S1", "S2", "S3"]


def test_a_new_price_above_the_mrp_is_asked_before_goods_are_received(agro):
    typed = ("purchase", "receive", "--supplier", "agro", "2*1001@90", "--mrp", "1001=160", "--price", "1001=170")
    refused = agro(*typed)
    assert refused.code == 1
    assert "Surf Excel 1 kg would cost ₹170.00, above its MRP of ₹160.00." in refused.err
    assert "--sure" in refused.err
    assert agro("items", "show", "1001", "--json").json["price"] == "150.00"
    assert agro(*typed, "--sure").code == 0
    assert agro("items", "show", "1001", "--json").json["price"] == "170.00"


def test_lines_stand_before_between_and_behind_the_options(agro):
    done = agro("purchase", "receive", "2*1001@100", "--supplier", "agro", "5*1002@8", "--note", "in a hurry",
                "3*1002@8", "--json").json  # fmt: skip
    assert [(line["code"], line["quantity"]) for line in done["lines"]] == [("1001", "2"), ("1002", "5"), ("1002", "3")]
    assert agro("purchase", "receive", "1001@100", "--supplier", "agro", "--never").code == 2
    assert agro("purchase", "order", "--supplier", "agro").code == 2


def test_a_shop_without_orders_is_told_so(agro):
    assert agro("purchase", "orders").out.strip() == "No order yet."
    assert agro("purchase", "orders", "--state", "sent").out.strip() == "There is no such order."
