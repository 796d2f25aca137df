"""People and their khata at the command line."""

from urllib.parse import unquote


def test_a_khata_from_its_opening_to_its_receipt(stocked):
    run = stocked
    assert run("customers", "add", "9812345678", "--name", "Anil Verma").code == 0
    assert run("customers", "opening", "9812345678", "100", "--json").json["owes"] == "100.00"
    assert "already" in run("customers", "opening", "9812345678", "5").err
    run("sell", "1001", "--customer", "9812345678", "--pay", "khata")
    paid = run("customers", "pay", "9812345678", "60", "--receipt", "--json").json
    assert (paid["owes"], paid["receipt"][:2]) == ("190.00", "R-")
    ages = run("customers", "due", "9812345678", "--json").json
    assert (ages["owes"], ages["0-30"], ages["over 90"]) == ("190.00", "190.00", "0.00")
    told = run("khata", "9812345678", "--json").json
    assert [line["kind"] for line in told["lines"]] == ["opening", "sale", "payment"]
    said = run("khata", "9812345678", "--statement", "2020-01-01", "2099-01-01", "--print", "--json").json
    assert (said["before"], said["after"], len(said["lines"])) == ("0.00", "190.00", 3)
    assert "*Owed now: ₹190.00*" in said["message"]
    assert run("khata", "9812345678", "--statement", "2026-02-30", "2026-03-01").code == 1
    waiting = run("queue", "list", "--json").json
    assert {one["kind"] for one in waiting} >= {"receipt", "statement"}


def test_who_owes_is_reminded_once_in_a_while(stocked):
    run = stocked
    run("customers", "add", "9812345678", "--name", "Anil & Söhne")
    assert "Nobody owes" in run("dues", "list").out
    run("sell", "1001", "--customer", "9812345678", "--pay", "khata")
    assert run("dues", "list", "--due", "--json").json == []
    run("dues", "rules", "--after", "0", "--json")
    assert [one["due"] for one in run("dues", "list", "--json").json] == [True]
    said = run("dues", "remind", "9812345678", "--done", "whatsapp", "--json").json
    assert said["whatsapp"].startswith("https://wa.me/919812345678?text=Dear%20Anil%20%26%20S%C3%B6hne")
    assert "upi://pay?" in unquote(said["whatsapp"])
    assert run("dues", "list", "--due", "--json").json == []


def test_a_limit_warns_or_blocks(stocked):
    run = stocked
    run("customers", "add", "9812345678", "--name", "Anil")
    run("customers", "terms", "9812345678", "--limit", "200")
    assert run("sell", "1001", "--customer", "9812345678", "--pay", "khata", "--json").json["warnings"] == []
    second = run("sell", "1001", "--customer", "9812345678", "--pay", "khata", "--json").json
    assert any("limit" in warning for warning in second["warnings"])


def test_cards_are_merged_parted_and_erased(stocked, tmp_path):
    run = stocked
    for phone in ("9812345678", "9812345679"):
        run("customers", "add", phone, "--name", "Anil Verma")
        run("sell", "1002", "--customer", phone, "--pay", "cash")
    assert [one["why"] for one in run("customers", "duplicates", "--json").json] == ["phone"]
    assert run("customers", "merge", "9812345678", "9812345679", "--json").json["bills"] == 2
    assert run("customers", "show", "9812345679", "--json").json["phone"] == "9812345678"
    assert run("customers", "unmerge", "9812345679", "--json").json["bills"] == 1
    run("customers", "merge", "9812345678", "9812345679")
    page = tmp_path / "page.html"
    document = run("customers", "export", "9812345678", "--html", str(page), "--json").json
    assert len(document["bills"]) == 2
    assert "9812345678" in page.read_text(encoding="utf-8")
    assert "for good" in run("customers", "erase", "9812345678").err
    assert "72 months" in " ".join(run("customers", "erase", "9812345678", "--yes", "--json").json["kept"])
    assert run("customers", "show", "9812345679").code == 1
    assert run("verify").code == 0


def test_terms_addresses_consent_points_history_and_birthdays(stocked, setting):
    run = stocked
    setting("points", {"per": 1000, "worth": 100, "active": True})
    run("customers", "add", "9812345678", "--name", "Anil Verma")
    run("sell", "1001", "--customer", "9812345678", "--pay", "cash")
    told = run("customers", "terms", "9812345678", "--tags", "wholesale,diwali", "--birthday", "29/2", "--json").json
    assert (told["tags"], told["birthday"]) == (["wholesale", "diwali"], "02-29")
    assert run("customers", "find", "#diwali", "--json").json[0]["name"] == "Anil Verma"
    assert len(run("customers", "birthdays", "--days", "367", "--json").json) == 1
    assert run("customers", "addresses", "9812345678", "--add", "Godown 4", "--json").json[0]["address"] == "Godown 4"
    assert run("customers", "addresses", "9812345678", "--remove", "1", "--json").json == []
    given = run("customers", "consent", "9812345678", "sms", "offers", "--json").json
    assert [one["given"] for one in given] == [True]
    taken = run("customers", "consent", "9812345678", "sms", "offers", "--withdraw", "--json").json
    assert [one["given"] for one in taken] == [False]
    assert run("customers", "points", "9812345678", "--json").json["points"] == 15
    paid = run("sell", "1002", "--customer", "9812345678", "--pay", "points=10", "--json").json
    assert paid["payments"][0]["method"] == "points"
    assert run("customers", "points", "9812345678", "--give", "1", "--json").json["points"] == 6
    seen = run("customers", "history", "9812345678", "--json").json
    assert (seen["bills"], seen["total"], seen["most"][0]["code"]) == (2, "160.00", "1001")
    assert run("verify").code == 0


def test_an_e_mail_address_is_given_changed_and_shown(stocked):
    run = stocked
    made = run("customers", "add", "9812345678", "--name", "Anil", "--email", "anil@example.com", "--json").json
    assert made["email"] == "anil@example.com"
    run("customers", "change", "9812345678", "--name", "Anil Verma")
    assert "anil@example.com" in run("customers", "show", "9812345678").out
    run("customers", "change", "9812345678", "--email", "verma@example.com")
    assert run("customers", "show", "9812345678", "--json").json["email"] == "verma@example.com"
