"""The audit of credit notes: whoever changes one behind the program's back is found and named."""

import pytest

from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import DAMAGE, Give
from tests.reports.test_audit import attack, first

C1 = "(SELECT id FROM sale WHERE number LIKE '%/C00001')"
C2 = "(SELECT id FROM sale WHERE number LIKE '%/C00002')"

C4 = "(SELECT id FROM sale WHERE number LIKE '%/C00004')"


@pytest.fixture
def after_sales(shop: Shop) -> Shop:
    """A shop with a bill on the khata, part of it back damaged, and an exchange."""
    shop.customers.add("Anil", "9812345678")
    khata = shop.sales.sell(["3*1001", "2*1002"], [Tender("khata")], customer_phone="9812345678", discount="7")
    shop.returns.take(khata.numbers[0], {1: Give(1000, DAMAGE), 2: Give(1000)}, Refund("cash"), "broken")
    cash = shop.sales.sell(["2*1003", "3001"], [Tender("cash")])
    shop.returns.take(cash.numbers[0], {1: Give(1000)}, Refund("cash"), exchange=["1001"])
    shop.returns.take(khata.numbers[0], None, Refund("cash"))
    shop.returns.take_without(["1002@9"], Refund("cash"), "no bill")
    assert audit(shop.db).faults == ()
    return shop


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE sale SET payable = payable + 100, round_off = round_off + 100 WHERE id = {C1}", "C00001"),
        (f"UPDATE sale_line SET quantity = quantity + 1000 WHERE line = 1 AND sale_id = {C1}", "C00001"),
        (f"UPDATE sale_line SET cgst = cgst + 1, sgst = sgst + 1 WHERE line = 2 AND sale_id = {C1}", "C00001"),
        (f"UPDATE payment SET amount = amount - 100 WHERE sale_id = {C1}", "C00001"),
        (f"UPDATE payment SET method = 'cash' WHERE sale_id = {C1}", "C00001"),
        (f"UPDATE credit_note SET against_id = (SELECT id FROM sale WHERE number LIKE '%/000002') WHERE sale_id = {C1}",
         "C00001"),
        (f"UPDATE credit_note SET reason = 'else' WHERE sale_id = {C1}", "reason"),
        (f"UPDATE credit_line SET of_line = 2 WHERE line = 1 AND sale_id = {C1}", "credit_line"),
        (f"UPDATE credit_line SET fate = 'restock' WHERE line = 1 AND sale_id = {C1}", "fate"),
        (f"DELETE FROM credit_note WHERE sale_id = {C1}", "credit_note"),
        (f"UPDATE sale SET kind = 'TAX INVOICE' WHERE id = {C1}", "kind"),
        (f"UPDATE stock_move SET quantity = 500 WHERE kind = 'return' AND line = 1 AND doc_id = {C1}", "stock move"),
        (f"DELETE FROM stock_move WHERE kind = 'damage' AND doc_id = {C1}", "stock move"),
        (f"UPDATE khata_entry SET amount = amount - 5 WHERE kind = 'return' AND doc_id = {C1}", "khata_entry"),
        (f"DELETE FROM sale WHERE id = {C2}", "sale"),
    ],
)  # fmt: skip
def test_a_credit_note_changed_by_hand_is_found(after_sales: Shop, statement: str, said: str) -> None:
    attack(after_sales, "PRAGMA foreign_keys = OFF", statement) if "DELETE FROM sale" in statement else attack(
        after_sales, statement
    )
    every = [fault.sentence + fault.where for fault in audit(after_sales.db, most=20).faults]
    assert every
    assert any(said in sentence for sentence in every), every


class TestEachCheck:
    """The checks of the sums themselves, which find what was changed together with its journal."""

    def faults(self, shop: Shop, check: str) -> list[str]:
        from shoppos.reports.audit import returns

        return [fault.sentence for fault in getattr(returns, check)(shop.db)]

    @pytest.mark.parametrize(
        ("check", "statement", "said"),
        [
            ("told", f"DELETE FROM credit_note WHERE sale_id = {C1}", "does not say of what bill"),
            ("told", f"UPDATE credit_line SET of_line = 2 WHERE line = 1 AND sale_id = {C1}", "not of the bill"),
            ("told", f"UPDATE sale SET kind = 'CASH MEMO' WHERE id = {C1}", "but is none"),
            ("capped", f"UPDATE sale_line SET quantity = 9000 WHERE line = 1 AND sale_id = {C1}", "quantity is 11"),
            ("capped", f"UPDATE sale_line SET igst = 1 WHERE line = 1 AND sale_id = {C1}", "igst"),
            ("capped", f"UPDATE sale SET payable = payable + 1 WHERE id = {C1}", "given back of bill"),
            ("settled", f"UPDATE khata_entry SET amount = -1 WHERE kind = 'return' AND doc_id = {C1}", "khata of"),
            ("settled", f"UPDATE payment SET method = 'cash' WHERE method = 'khata' AND sale_id = {C1}", "khata of"),
            (
                "settled",
                "UPDATE payment SET amount = 6000 WHERE method = 'exchange' AND amount > 0",
                "exchange on bill",
            ),
            ("moved", f"DELETE FROM stock_move WHERE kind = 'damage' AND doc_id = {C1}", "other goods"),
            ("moved_alone", f"DELETE FROM stock_move WHERE kind = 'return' AND doc_id = {C4}", "not so in the stock"),
            ("moved_alone", f"UPDATE credit_line SET fate = 'damage' WHERE sale_id = {C4}", "not so in the stock"),
            ("moved", f"UPDATE stock_move SET quantity = 1 WHERE kind = 'return' AND doc_id = {C1}", "other goods"),
        ],
    )
    def test_finds_what_it_is_for(self, after_sales: Shop, check: str, statement: str, said: str) -> None:
        assert self.faults(after_sales, check) == []
        if "UPDATE sale SET payable" in statement:
            statement = statement.replace("payable + 1", "payable + 1, round_off = round_off + 1")
        attack(after_sales, statement)
        assert any(said in sentence for sentence in self.faults(after_sales, check))

    def test_finds_a_cancelled_bill_of_which_goods_came_back(self, after_sales: Shop) -> None:
        attack(
            after_sales,
            "INSERT INTO void (sale_id, reason, business_date, made_at, employee_id) "
            f"SELECT id, 'x', business_date, made_at, employee_id FROM sale WHERE id = {C1}",
        )
        assert any("goods of it came back" in sentence for sentence in self.faults(after_sales, "final"))


def test_a_missing_number_of_the_notes_is_named(after_sales: Shop) -> None:
    attack(after_sales, "UPDATE series SET next = next + 1 WHERE letter = 'C'")
    fault = first(after_sales)
    assert (fault.kind, fault.where) == ("number", "A1/2627/C00005")
