"""A disk that fails in the middle of an act: a sentence, nothing done by half, and selling goes on when it may."""

import pytest

from shoppos.base.errors import Unavailable
from shoppos.shop import Shop
from shoppos.shop.payments import Tender
from tests.crash import books

CASH = [Tender("cash")]


class Sick:
    """A connection on which the `nth` write of an act fails as it does on a sick disk."""

    def __init__(self, raw, nth, name):
        self._raw, self._left, self._name = raw, nth, name

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def _write(self, sql):
        from sqlcipher3 import dbapi2

        if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
            self._left -= 1
            if self._left == 0:
                error = dbapi2.OperationalError("disk I/O error")
                error.sqlite_errorname = self._name
                raise error

    def execute(self, sql, *values):
        self._write(sql)
        return self._raw.execute(sql, *values)

    def executemany(self, sql, *values):
        self._write(sql)
        return self._raw.executemany(sql, *values)


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE"])
def test_whichever_write_fails_the_bill_is_refused_whole(name, shop: Shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.sales.enter(sale, "2*1002")
    well = shop.db._held.raw
    refused = 0
    for nth in range(1, 40):
        shop.db._held.raw = Sick(well, nth, name)
        try:
            done = shop.sales.checkout(sale, CASH)
        except Unavailable as told:
            refused += 1
            said = str(told)
        else:
            break
        finally:
            shop.db._held.raw = well
        assert "Nothing was changed" in said
        assert books.wrong_with(shop) == []
        assert shop.sales.on_screen().payable == 170_00
    assert refused > 8
    assert done.numbers[0].endswith("/000001")
    assert books.wrong_with(shop) == []


def test_a_bug_is_not_called_a_sick_disk(shop: Shop):
    with pytest.raises(Exception, match="no such table"), shop.db.transaction("write") as tx:
        tx.run("INSERT INTO nowhere VALUES (1)")
