"""Papers with figures: who could not ask for one now sees, saves and prints none that another has asked for."""

import json

import pytest

from shoppos.base.errors import Refused
from shoppos.reports import paper_list, periods
from shoppos.reports.report_paper import told as report_told
from shoppos.shop.payments import Tender
from shoppos.ui.dialogs.paper import of_listed


@pytest.fixture
def papers(shop):
    """Ravi's turn goes on, Sita's has ended; the owner has printed X and the day's report. Ravi is at the till."""
    for name, pin in (("Ravi", "1470"), ("Sita", "2581")):
        shop.staff.add(name, "cashier")
        shop.staff.set_pin(name, pin)
    shop.staff.set_pin("Meena", "4712")
    shop.staff.sign_in("Sita", "2581")
    shop.shifts.open(100_00)
    shop.shifts.close(100_00)
    shop.staff.sign_in("Ravi", "1470")
    shop.shifts.open(500_00)
    shop.sales.sell(["1001"], [Tender("cash")])
    made = {"blind": shop.shifts.print_x()}
    shop.staff.sign_in("Meena", "4712")
    made |= {
        "x": shop.shifts.print_x(),
        "report": shop.papers.report(report_told("day", periods.around(shop.db.clock.now().date(), "day"), {})),
        "slip": shop.db.row("SELECT id FROM print_job WHERE json_extract(told, '$.kind') = 'shift'")[0],
        "bill": shop.db.row("SELECT id FROM print_job WHERE kind = 'bill'")[0],
    }
    shop.staff.sign_in("Ravi", "1470")
    assert shop.shifts.is_blind()
    return made


def taken(shop, job):
    """Put on an office printer, or saved as PDF, which is one of them."""
    kind, doc_id, told = shop.db.row("SELECT kind, doc_id, told FROM print_job WHERE id = ?", (job,))
    return shop.by_hand.take(kind, doc_id, json.loads(told), "Laser", "")


@pytest.mark.parametrize("name", ["x", "report", "slip"])
def test_a_cashier_who_counts_blind_has_none_of_them(shop, papers, name):
    with pytest.raises(Refused, match="Only a manager"):
        shop.looking.refuse_job(papers[name])
    with pytest.raises(Refused, match="Only a manager"):
        of_listed(shop, paper_list.named(shop.db, papers[name].hex()))
    before = shop.db.row("SELECT count(*) FROM print_job")
    with pytest.raises(Refused, match="Only a manager"):
        taken(shop, papers[name])
    assert shop.db.row("SELECT count(*) FROM print_job") == before


@pytest.mark.parametrize("name", ["blind", "bill"])
def test_what_they_could_ask_for_themselves_they_may_see(shop, papers, name):
    assert of_listed(shop, paper_list.named(shop.db, papers[name].hex())).doc_id
    assert taken(shop, papers[name]).job_id


def test_where_nobody_counts_blind_their_own_reading_is_theirs_until_their_turn_ends(shop, papers):
    shop.staff.sign_in("Meena", "4712")
    shop.settings.set("shift_blind", False)
    shop.staff.sign_in("Ravi", "1470")
    shop.looking.refuse_job(papers["x"])
    shop.shifts.close(650_00, reason="x")
    with pytest.raises(Refused, match="Only a manager"):
        shop.looking.refuse_job(papers["x"])


def test_whose_turn_it_was_sees_its_slip_and_the_owner_sees_all(shop, papers):
    shop.staff.sign_in("Sita", "2581")
    shop.looking.refuse_job(papers["slip"])
    shop.staff.sign_in("Meena", "4712")
    for job in papers.values():
        shop.looking.refuse_job(job)
