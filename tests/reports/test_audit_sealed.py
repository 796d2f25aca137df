"""The audit of what is kept out of the journal: what was rewritten is found, what was erased is no fault."""

import json

import pytest

from shoppos.base.journal import body_of
from shoppos.reports.audit import audit, sealed
from tests.printing.desk import TILL
from tests.reports.test_audit import attack

WORDS = ("ten too little", "tea for the carpenter", "change for a note", "Anil Rao", "AB123", "for the shelf", "no GST",
         "Too dear")  # fmt: skip


@pytest.fixture
def told(shop):
    """A shop in which each such word was typed once."""
    shop.settings.set("printers", [TILL])
    shop.shifts.open(500_00)
    shop.shifts.cash("out", 20_00, "tea for the carpenter")
    shop.drawer.open("change for a note")
    shop.expenses.spend("Rent", 90_00, method="upi", paid_to="Anil Rao", reference="AB123", note="for the shelf")
    shop.shifts.close(470_00, reason="ten too little")
    made = shop.estimates.begin().id
    shop.estimates.enter(made, "2*1001")
    shop.estimates.set_note(made, "no GST")
    shop.estimates.keep(made)
    shop.estimates.give_up(made, "Too dear")
    return shop


REWRITTEN = [
    ("shift_close", "reason = 'twenty'"), ("cash_movement", "reason = 'x' WHERE kind = 'out'"),
    ("drawer_opening", "reason = 'x' WHERE kind = 'reason'"), ("expense", "paid_to = 'x'"),
    ("expense", "reference = 'x'"), ("expense", "note = ''"), ("estimate", "reason = 'x'"), ("estimate", "note = 'x'"),
    ("cash_movement", "salt = x'00'"), ("shift_close", "reason = ''"), ("shift_close", "salt = x''"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "change"), REWRITTEN)
def test_words_that_were_rewritten_are_found_and_named(told, table, change):
    assert audit(told.db).faults == ()
    attack(told, f"UPDATE {table} SET {change}")
    faults = audit(told.db, most=9).faults
    assert any(one.kind == "row" and "changed after it was written" in one.sentence for one in faults), faults
    assert next(one.sentence for one in sealed.words(told.db)).startswith(sealed.named()[table].split("{")[0])


def test_the_commitment_itself_cannot_be_exchanged(told):
    attack(told, "UPDATE shift_close SET reason = 'x', commitment = NULL, salt = NULL")
    assert any("commitment" in one.sentence for one in audit(told.db, most=9).faults)


def test_no_such_word_stands_in_the_journal_and_every_row_carries_its_commitment(told):
    whole = b"".join(body_of(row[0]) for row in told.db.rows("SELECT body FROM journal")).decode()
    assert not [word for word in WORDS if word in whole]
    for model in sealed.PROVEN:
        rows = told.db.rows(f"SELECT lower(hex(commitment)), length(salt) FROM {model.__tablename__}")
        assert rows, model
        assert all(own in whole and length == 16 for own, length in rows), model


def test_words_that_were_erased_are_no_fault_and_what_nobody_here_erases_is_said(told):
    attack(
        told,
        "UPDATE shift_close SET salt = x'', reason = ''",
        "UPDATE estimate SET salt = x'', reason = '', note = ''",
    )
    verdict = audit(told.db)
    assert verdict.agrees
    (said,) = (one for one in verdict.unproven if "clock" not in one)
    assert said.startswith("The reason with the count of")
    assert said.endswith("is erased.")


def test_a_customer_who_is_forgotten_takes_the_words_of_their_estimates_along(told):
    one = told.customers.add("Zubeida", "9812300077")
    made = told.estimates.begin(customer_id=one.id).id
    told.estimates.enter(made, "1001")
    told.estimates.set_note(made, "for Zubeida")
    told.estimates.keep(made)
    told.estimates.give_up(made, "Zubeida moved away")
    told.privacy.erase(one.id)
    assert told.db.row("SELECT note, reason, salt FROM estimate WHERE id = ?", (made,)) == ("", "", b"")
    assert audit(told.db).faults == ()
    assert list(sealed.words(told.db)) == []


def test_a_word_typed_again_is_proved_anew(told):
    made = told.estimates.begin().id
    told.estimates.enter(made, "1001")
    seen = set()
    for note in ("one", "two", ""):
        told.estimates.set_note(made, note)
        seen.add(told.db.row("SELECT commitment, salt FROM estimate WHERE id = ?", (made,)))
    assert len(seen) == 3
    assert audit(told.db).faults == ()
    body = json.loads(body_of(told.db.row("SELECT body FROM journal ORDER BY seq DESC LIMIT 1")[0]))
    assert body["set"]["estimate"]["c"] == ["commitment", "id"]
