"""What sells comes first in the results."""

from shoppos.shop import Shop
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.payments import Tender
from shoppos.shop.ranking import Ranking


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
