"""What sells comes first in the results."""

from time import sleep

from shoppos.reports.audit import audit
from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.shop.ranking import AGAIN, IDLE, PAUSE, Promotions, Ranking


def test_the_best_sellers_of_late_are_found_first(shop: Shop) -> None:
    for n in range(30):
        shop.catalogue.add(ProductForm(f"B{n:02d}", f"Biscuit number {n}", 1000))
    for _day in range(2):
        shop.sales.sell(["B29", "B17"], [Tender("cash")])
    ranking = Ranking(shop.db, shop.catalogue)
    pairs = ranking.swaps(top=10)
    ranking.swap(pairs)
    assert {hit.code for hit in shop.catalogue.search("biscuit", limit=2)} == {"B29", "B17"}
    assert len(shop.catalogue.search("biscuit", limit=100)) == 30
    assert ranking.swaps(top=10) == []


def test_a_changed_or_retired_product_is_found_as_it_is_now(shop: Shop) -> None:
    hit = shop.catalogue.search("tiffin")[0]
    shop.catalogue.change(hit.product_id, name="Steel Lunch Box")
    assert shop.catalogue.search("tiffin") == []
    assert [found.code for found in shop.catalogue.search("lunch")] == ["3001"]
    shop.catalogue.retire(hit.product_id)
    assert shop.catalogue.search("lunch") == []


def test_the_ranks_change_behind_the_counter_a_few_at_a_time(shop: Shop) -> None:
    for n in range(60):
        shop.catalogue.add(ProductForm(f"B{n:02d}", f"Biscuit number {n}", 1000))
    sold = [f"B{n}" for n in range(35, 60)]
    shop.sales.sell(sold, [Tender("cash")])
    promotions = Promotions(Ranking(shop.db, shop.catalogue), idle=0.0)
    pauses = []
    while not pauses or pauses[-1] == PAUSE:
        pauses.append(promotions.work())
    assert pauses == [PAUSE, PAUSE, AGAIN]
    assert {hit.code for hit in shop.catalogue.search("biscuit", limit=25)} == set(sold)
    assert AGAIN - 5 < promotions.work() <= AGAIN
    assert audit(shop.db).agrees


def test_nothing_is_ranked_while_the_shop_sells(shop: Shop) -> None:
    for n in range(3):
        shop.catalogue.add(ProductForm(f"B{n:02d}", f"Biscuit number {n}", 1000))
    promotions = Promotions(Ranking(shop.db, shop.catalogue))
    promotions.start()
    shop.sales.sell(["B02"], [Tender("cash")])
    before = shop.db.rows("SELECT number, code FROM product ORDER BY number")
    assert IDLE - 5 < promotions.work() <= IDLE
    assert promotions.stop()
    assert shop.db.rows("SELECT number, code FROM product ORDER BY number") == before


def test_the_ranking_s_thread_works_by_itself_and_leaves_no_connection_behind(shop: Shop) -> None:
    for n in range(12):
        shop.catalogue.add(ProductForm(f"B{n:02d}", f"Biscuit number {n}", 1000))
    shop.sales.sell(["B11"], [Tender("cash")])
    told = list[frozenset[str]]()
    promotions = Promotions(Ranking(shop.db, shop.catalogue), idle=0.01)
    shop.db.committed.connect(told.append)
    promotions.start()
    for _wait in range(200):
        if told:
            break
        sleep(0.02)
    assert promotions.stop()
    assert shop.catalogue.search("biscuit", limit=1)[0].code == "B11"
