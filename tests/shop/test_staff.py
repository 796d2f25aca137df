"""Who works here, and who is at the till."""

import pytest

from shoppos.base import packing
from shoppos.base.errors import InvalidInput, NeedsApproval, NotFound, Refused
from shoppos.base.ids import new_id
from shoppos.reports import bill
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from shoppos.shop.pins import scrypt


def test_a_bill_says_who_made_it(shop: Shop):
    shop.staff.add("Ravi")
    shop.staff.sign_in("ravi")
    number = shop.sales.sell(["1001"], [Tender("cash")]).numbers[0]
    shop.staff.sign_in("Meena")
    shop.staff.leave("Ravi")
    assert bill.load(shop.db, number).employee == "Ravi"
    assert [person.name for person in shop.staff.list()] == ["Meena"]


def test_a_name_stands_once_on_the_list_and_a_role_is_one_of_four(shop: Shop):
    with pytest.raises(Refused, match="already"):
        shop.staff.add("Meena")
    with pytest.raises(InvalidInput, match="role"):
        shop.staff.add("Ravi", "king")
    with pytest.raises(InvalidInput, match="name"):
        shop.staff.add(" \x1b ")


def test_nobody_signs_in_who_does_not_work_here(shop: Shop):
    with pytest.raises(NotFound, match="Nobody called Ravi"):
        shop.staff.sign_in("Ravi")
    assert shop.staff.current.name == "Meena"


def test_the_one_at_the_till_cannot_leave(shop: Shop):
    shop.staff.add("Ravi")
    with pytest.raises(Refused, match="at the till"):
        shop.staff.leave("Meena")
    with pytest.raises(NotFound):
        shop.staff.leave("Asha")


class TestPins:
    """A PIN signs somebody in and allows what others may not; guessing it takes too long."""

    @pytest.fixture
    def crew(self, shop: Shop) -> Shop:
        """Meena the owner and Kiran the manager with PINs, Ravi the cashier at the till without one."""
        shop.staff.add("Kiran", "manager")
        shop.staff.set_pin("Meena", "4711")
        shop.staff.set_pin("kiran", "0815")
        shop.staff.add("Ravi")
        shop.staff.sign_in("Ravi")
        return shop

    @pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "१२"])
    def test_it_has_four_to_eight_digits(self, shop: Shop, pin: str):
        with pytest.raises(InvalidInput, match="4 to 8 digits"):
            shop.staff.set_pin("Meena", pin)

    def test_digits_of_any_script_are_the_same_pin(self, shop: Shop):
        shop.staff.set_pin("Meena", "१२३४")
        assert shop.staff.check_pin("meena", "1234").name == "Meena"

    def test_nobody_gives_more_rights_than_they_have(self, crew: Shop):
        for act in (
            lambda: crew.staff.set_pin("Meena", "5555"), lambda: crew.staff.set_pin("Kiran", ""),
            lambda: crew.staff.add("Asha", "owner"), lambda: crew.staff.leave("Meena"),
        ):  # fmt: skip
            with pytest.raises(Refused, match="A cashier cannot do that"):
                act()
        crew.staff.set_pin("Ravi", "2222")
        crew.staff.add("Asha")
        crew.staff.sign_in("Kiran", "0815")
        with pytest.raises(Refused, match="A manager cannot do that for a owner"):
            crew.staff.set_pin("Meena", "5555")
        crew.staff.set_pin("Kiran", "6666")
        crew.staff.add("Om", "manager")
        crew.staff.sign_in("Kiran")
        with pytest.raises(Refused, match="A cashier cannot"):
            crew.staff.set_pin("Kiran", "7777")

    def test_nobody_has_a_role_s_rights_for_a_pin_that_was_never_set(self, crew: Shop):
        crew.staff.sign_in("Meena", "4711")
        crew.staff.add("Asha", "owner")
        crew.staff.sign_in("Asha", "1234")
        assert not crew.staff.may("return_late")
        with pytest.raises(Refused, match="A cashier cannot do that for a owner"):
            crew.staff.set_pin("Asha", "1234")
        crew.staff.sign_in("Meena", "4711")
        crew.staff.set_pin("Asha", "1234")
        crew.staff.sign_in("Asha", "1234")
        assert crew.staff.may("return_late")

    def test_a_manager_gives_the_owner_the_first_pin_and_a_cashier_does_not(self, shop: Shop):
        shop.staff.add("Kiran", "manager")
        shop.staff.set_pin("Kiran", "0815")
        shop.staff.sign_in("Meena")
        with pytest.raises(Refused, match="A cashier cannot"):
            shop.staff.set_pin("Meena", "4711")
        shop.staff.sign_in("Kiran", "0815")
        shop.staff.set_pin("Meena", "4711")
        with pytest.raises(Refused, match="A manager cannot"):
            shop.staff.set_pin("Meena", "4712")

    def test_a_cashier_does_not_learn_a_manager_s_pin_by_choosing_it(self, crew: Shop):
        crew.staff.set_pin("Ravi", "0815")
        assert crew.staff.check_pin("Ravi", "0815").role == "cashier"
        assert not crew.staff.may("return_late")

    def test_who_left_comes_back_by_nobody_with_less_rights(self, crew: Shop):
        crew.staff.sign_in("Meena", "4711")
        kiran = next(person for person in crew.staff.list() if person.name == "Kiran")
        crew.staff.leave("Kiran")
        crew.staff.sign_in("Ravi")
        with pytest.raises(Refused, match="A cashier cannot"):
            crew.staff.come_back(kiran.id)
        crew.staff.sign_in("Meena", "4711")
        crew.staff.come_back(kiran.id)

    def test_two_people_never_have_the_same(self, crew: Shop):
        crew.staff.sign_in("Meena", "4711")
        with pytest.raises(Refused, match="another PIN"):
            crew.staff.set_pin("Ravi", "4711")
        crew.staff.set_pin("Meena", "4711")

    def test_only_its_hash_is_kept_and_the_journal_knows_neither(self, crew: Shop):
        salt, kept = crew.db.row("SELECT salt, hash FROM employee_pin ORDER BY employee_id LIMIT 1")
        assert (len(salt), len(kept)) == (16, 32)
        assert kept == scrypt("4711", salt)
        told = b"".join(packing.unpack(row[0]) for row in crew.db.rows("SELECT body FROM journal"))
        assert b"employee_pin" in told
        assert kept.hex().encode() not in told
        assert salt.hex().encode() not in told

    def test_who_shows_it_may_do_what_the_role_may_and_who_does_not_is_a_cashier(self, crew: Shop):
        assert not crew.staff.may("return_late")
        crew.staff.sign_in("Kiran")
        assert not crew.staff.may("return_late")
        crew.staff.sign_in("Kiran", "0815")
        assert crew.staff.may("return_late")
        crew.staff.sign_in("Meena", "4711")
        crew.settings.set("rights", {"return_late": "cashier", "void": "owner", "oversell": "king"})
        crew.staff.sign_in("Ravi")
        assert [crew.staff.may(act) for act in ("return_late", "void", "oversell")] == [True, False, False]

    def test_without_a_pin_a_role_is_enough(self, shop: Shop):
        assert shop.staff.may("return_late")

    def test_the_first_without_a_pin_is_at_the_till_when_nobody_is_named(self, crew: Shop):
        assert crew.staff.sign_in().name == "Ravi"
        crew.staff.set_pin("Ravi", "2222")
        assert crew.staff.sign_in().name == "Meena"

    def test_one_yes_is_for_one_act_on_one_document_only(self, crew: Shop):
        doc, other = new_id(), new_id()
        with pytest.raises(NeedsApproval) as needed:
            crew.staff.require("expired", doc, None, "The milk is too old.")
        assert (needed.value.act, needed.value.doc_id) == ("expired", doc)
        assert "A manager allows it" in str(needed.value)
        yes = crew.staff.approve("expired", doc, "0815", "for the cat")
        kiran = next(person for person in crew.staff.list() if person.name == "Kiran")
        assert crew.staff.require("expired", doc, yes.id, "") == kiran.id
        assert crew.db.row("SELECT reason, asked_id = given_id FROM approval WHERE id = ?", (yes.id,)) == (
            "for the cat", 0,
        )  # fmt: skip
        for act, where in (("expired", other), ("oversell", doc)):
            with pytest.raises(NeedsApproval):
                crew.staff.require(act, where, yes.id, "No.")
        with pytest.raises(NeedsApproval):
            crew.staff.require("expired", doc, yes.id, "No.", since=yes.made_at + 1)
        with pytest.raises(InvalidInput, match="nothing that can be approved"):
            crew.staff.approve("fly", doc, "0815")
        assert audit(crew.db).faults == ()

    def test_a_cashier_s_pin_allows_nothing_and_a_manager_s_only_what_managers_may(self, crew: Shop):
        crew.staff.set_pin("Ravi", "2222")
        with pytest.raises(Refused, match="does not allow it"):
            crew.staff.approve("expired", new_id(), "2222")
        crew.staff.sign_in("Meena", "4711")
        crew.settings.set("rights", {"expired": "owner"})
        crew.staff.sign_in("Ravi")
        with pytest.raises(Refused, match="does not allow it"):
            crew.staff.approve("expired", new_id(), "0815")
        assert crew.staff.approve("expired", new_id(), "4711")

    def test_where_nobody_has_one_it_says_where_to_set_it(self, shop: Shop):
        with pytest.raises(Refused, match="Nobody who may allow this has a PIN"):
            shop.staff.approve("expired", new_id(), "1234")

    def test_five_wrong_ones_wait_and_each_further_one_waits_longer(self, crew: Shop):
        now = crew.db.clock.ms()
        at = [now]
        crew.db.clock.ms = lambda: at[0]
        for _try in range(5):
            with pytest.raises(Refused, match="not the PIN of Kiran"):
                crew.staff.check_pin("Kiran", "9999")
        with pytest.raises(Refused, match=r"Too many wrong PINs. Wait \d+ seconds"):
            crew.staff.check_pin("Kiran", "0815")
        assert crew.staff.approve("expired", new_id(), "4711"), "one blocked manager blocks no other"
        with pytest.raises(Refused, match=r"Too many wrong PINs. Wait \d+ seconds"):
            crew.staff.approve("expired", new_id(), "0815", name="Kiran")
        at[0] += 60_001
        with pytest.raises(Refused, match="not the PIN"):
            crew.staff.check_pin("Kiran", "9999")
        at[0] += 60_001
        with pytest.raises(Refused, match="Too many"):
            crew.staff.check_pin("Kiran", "0815")
        at[0] += 60_000
        assert crew.staff.check_pin("Kiran", "0815").name == "Kiran"
        with pytest.raises(Refused, match="not the PIN"):
            crew.staff.check_pin("Kiran", "9999")
        assert crew.staff.check_pin("Kiran", "0815").name == "Kiran", "one slip is no siege"
        assert audit(crew.db).faults == ()

    def test_wrong_ones_that_are_nobody_s_block_the_shop_only_after_many(self, crew: Shop):
        at = [crew.db.clock.ms()]
        crew.db.clock.ms = lambda: at[0]
        for _try in range(19):
            with pytest.raises(Refused, match="does not allow it"):
                crew.staff.approve("expired", new_id(), "9999")
        assert crew.staff.approve("expired", new_id(), "0815"), "nineteen slips keep no manager out"
        for _try in range(20):
            with pytest.raises(Refused, match="does not allow it"):
                crew.staff.approve("expired", new_id(), "9999")
        with pytest.raises(Refused, match=r"Too many wrong PINs. Wait 60 seconds|Wait 61 seconds"):
            crew.staff.approve("expired", new_id(), "0815")
        assert crew.staff.sign_in("Kiran", "0815").name == "Kiran", "whose PIN it is signs in all the same"
        for _try in range(5):
            with pytest.raises(Refused, match="not the PIN of Meena"):
                crew.staff.check_pin("Meena", "9999")
        at[0] += 60_001
        assert crew.staff.approve("expired", new_id(), "0815")
        assert audit(crew.db).faults == ()

    def test_wrong_tries_are_forgotten_an_hour_after_their_wait(self, crew: Shop):
        at = [crew.db.clock.ms()]
        crew.db.clock.ms = lambda: at[0]
        for _try in range(5):
            with pytest.raises(Refused, match="not the PIN"):
                crew.staff.check_pin("Kiran", "9999")
        at[0] += 60_000 + 3_600_001
        with pytest.raises(Refused, match="not the PIN"):
            crew.staff.check_pin("Kiran", "9999")
        assert crew.staff.check_pin("Kiran", "0815").name == "Kiran"

    def test_a_pin_is_changed_by_who_knows_it_or_by_a_manager(self, crew: Shop):
        crew.staff.set_pin("Ravi", "2222")
        with pytest.raises(NeedsApproval, match="Ravi has a PIN, and only who knows it"):
            crew.staff.set_pin("Ravi", "3333")
        with pytest.raises(Refused, match="not the PIN of Ravi"):
            crew.staff.set_pin("Ravi", "3333", "9999")
        assert crew.db.row("SELECT max(tries) FROM employee_pin") == (1,), "a wrong old one is counted"
        crew.staff.set_pin("Ravi", "3333", "2222")
        crew.staff.sign_in("Meena", "4711")
        crew.staff.add("Asha")
        crew.staff.sign_in("Asha")
        with pytest.raises(NeedsApproval) as needed:
            crew.staff.set_pin("Ravi", "1111")
        crew.staff.approve(needed.value.act, needed.value.doc_id, "0815", "forgot it")
        crew.staff.set_pin("Ravi", "1111")
        with pytest.raises(NeedsApproval):  # one yes, one PIN
            crew.staff.set_pin("Ravi", "3333")
        with pytest.raises(NeedsApproval):
            crew.staff.set_pin("Ravi", "")
        assert crew.staff.check_pin("Ravi", "1111").name == "Ravi"

    def test_nobody_sets_another_s_pin_where_only_cashiers_have_one(self, shop: Shop):
        for name in ("Ravi", "Asha"):
            shop.staff.add(name)
            shop.staff.set_pin(name, "1234" if name == "Ravi" else "5678")
        shop.staff.sign_in("Ravi", "1234")
        with pytest.raises(Refused, match="Asha has a PIN"):
            shop.staff.set_pin("Asha", "4321")
        shop.staff.sign_in("Meena")
        shop.staff.set_pin("Asha", "4321")

    def test_where_nobody_has_said_to_be_there_the_till_only_sells(self, crew: Shop):
        crew.staff.sign_in("Meena", "4711")
        crew.staff.sign_out()
        assert [crew.staff.may(act) for act in ("void", "return", "adjust", "oversell")] == [False] * 4
        number = crew.sales.sell(["1001"], [Tender("cash")]).numbers[0]
        with pytest.raises(NeedsApproval):
            crew.sales.void(number, "wrong")
        with pytest.raises(NeedsApproval):
            crew.staff.set_pin("Ravi", "2222")
        crew.staff.sign_in("Ravi")
        assert crew.staff.may("void")
        crew.sales.void(number, "wrong")

    def test_a_shop_without_pins_has_somebody_at_the_till(self, shop: Shop):
        shop.staff.sign_out()
        assert shop.staff.may("oversell")
