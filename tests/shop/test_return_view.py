"""A return that needs a yes: for what was shown and nothing else."""

import datetime as dt

import pytest

from shoppos.base.errors import NeedsApproval
from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.credit_notes import Refund
from shoppos.shop.payments import Tender
from shoppos.shop.return_view import Give

BY_CASH = Refund("cash")


def test_a_late_yes_is_for_what_was_shown_and_nothing_else(shop: Shop) -> None:
    number = shop.sales.sell(["3*1001", "2*1002"], [Tender("cash")]).numbers[0]
    shop.staff.set_pin("Meena", "4711")
    shop.staff.add("Ravi")
    shop.staff.sign_in("Ravi")
    later = shop.db.clock.now() + dt.timedelta(days=8)
    shop.db.clock.ms = lambda: int(later.timestamp() * 1000)  # type: ignore[method-assign]  # the clock of this shop alone
    with pytest.raises(NeedsApproval) as needed:
        shop.returns.take(number, {2: Give(1000)}, BY_CASH, "ill")
    yes = shop.staff.approve(needed.value.act, needed.value.doc_id, "4711")
    for gives, refund in (
        ({1: Give(1000)}, BY_CASH), ({2: Give(2000)}, BY_CASH), ({1: Give(1000), 2: Give(1000)}, BY_CASH),
        ({2: Give(1000, "damage")}, BY_CASH), ({2: Give(1000)}, Refund("card")), (None, BY_CASH),
    ):  # fmt: skip
        with pytest.raises(NeedsApproval):
            shop.returns.take(number, gives, refund, "ill", approved=yes.id)
    done = shop.returns.take(number, {2: Give(1000)}, BY_CASH, "ill", approved=yes.id)
    assert done.ways == (("cash", 10_00),)
    with pytest.raises(NeedsApproval):
        shop.returns.take(number, {2: Give(1000)}, BY_CASH, "ill", approved=yes.id)
    assert audit(shop.db, most=5).faults == ()
