"""One product, many ways to type it; and what was meant the last time comes first."""

import threading
import time

import pytest

from shoppos.reports.audit import audit
from shoppos.rules.spelling import Vocabulary
from shoppos.shop import Shop
from shoppos.shop import searching as searching_room
from shoppos.shop.catalogue import ProductForm
from shoppos.shop.learning import OFTEN, Learning
from shoppos.shop.ranking import Promotions, Ranking

GOODS = (
    (
        "Q1",
        "Sugar 1 kg",
        "",
        ("sugar", "suger", "sugr", "cheeni", "chini", "chinee", "चीनी", "சர்க்கரை", "சீனி", "SHAKKAR"),
    ),
    ("Q2", "नमक 1 kg", "", ("namak", "namakk", "नमक", "salt", "uppu", "உப்பு")),
    ("Q3", "மஞ்சள் தூள்", "", ("manjal", "manjal thool", "turmeric", "haldi", "हल्दी", "மஞ்சள்")),
    ("Q4", "Basmati", "बासमती चावल", ("basmati", "baasmati", "basmathi", "chawal", "chaval", "rice")),
    ("Q5", "Phenyl 500 ml", "", ("phenyl", "fenyl", "pheynl", "phenil")),
    ("Q6", "गुलाब जामुन", "", ("gulab jamun", "gulaab jaamun", "gulab", "गुलाब", "jamun gulab")),
)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A shop with goods written in three scripts."""
    for code, name, local_name, _typed in GOODS:
        shop.catalogue.add(ProductForm(code, name, 50_00, local_name=local_name))
    return shop


@pytest.mark.parametrize(("code", "typed"), [(row[0], typed) for row in GOODS for typed in row[3]])
def test_a_product_is_found_in_three_scripts_by_sound_and_with_a_letter_wrong(code, typed, stocked: Shop):
    assert code in [hit.code for hit in stocked.catalogue.search(typed)]


def test_nothing_is_found_for_what_is_like_nothing(stocked: Shop):
    assert stocked.catalogue.search("xqzvw") == []
    assert stocked.catalogue.search('"* OR ( NEAR') == []


def test_a_word_is_corrected_only_where_nothing_begins_so(stocked: Shop):
    stocked.catalogue.add(ProductForm("Q7", "Suger Free tablets", 50_00))
    assert [hit.code for hit in stocked.catalogue.search("suger")] == ["Q7"]


def test_the_vocabulary_follows_the_catalogue(stocked: Shop):
    assert stocked.catalogue.search("dishwassher") == []
    stocked.catalogue.add(ProductForm("Q8", "Dishwasher tablets", 50_00))
    assert [hit.code for hit in stocked.catalogue.search("dishwassher")] == ["Q8"]


def test_the_words_of_very_many_products_are_read_beside_the_window(stocked: Shop, monkeypatch):
    readers, come = list[threading.Thread](), threading.Event()

    class Slow(Vocabulary):
        def __init__(self, words):
            readers.append(threading.current_thread())
            come.wait(5)
            super().__init__(words)

    monkeypatch.setattr(searching_room, "FEW", 0)
    assert [hit.code for hit in stocked.catalogue.search("dishwashr")] == []
    monkeypatch.setattr(searching_room, "Vocabulary", Slow)
    known = stocked.catalogue.search("phenxl")
    assert known
    learning = Learning(stocked.catalogue.searching, idle=3600)
    learning.start()
    try:
        stocked.catalogue.add(ProductForm("Q8", "Dishwasher tablets", 50_00))
        assert stocked.catalogue.search("dishwxsher") == []  # by the former words, at once
        assert stocked.catalogue.search("phenxl") == known
        come.set()
        deadline = time.monotonic() + 5
        while not stocked.catalogue.search("dishwxsher") and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [hit.code for hit in stocked.catalogue.search("dishwxsher")] == ["Q8"]
        assert readers
        assert threading.main_thread() not in readers
    finally:
        come.set()
        learning.stop()


def test_what_was_picked_comes_first_next_time_and_after_a_restart(shop: Shop, folder):
    for n in range(5):
        shop.catalogue.add(ProductForm(f"T{n}", f"Tea number {n}", 100_00))
    last = shop.catalogue.find_code("T4").product_id
    assert [hit.code for hit in shop.catalogue.search("tea", limit=3)] == ["T0", "T1", "T2"]
    shop.sales.pick(shop.sales.on_screen().id, "2*tea", last)
    assert [hit.code for hit in shop.catalogue.search("Tea ", limit=3)] == ["T4", "T0", "T1"]
    assert shop.db.row("SELECT count(*) FROM picked") == (0,)
    assert shop.catalogue.searching.write_picks() == 1
    assert shop.db.rows("SELECT words, product_id FROM picked") == [("tea", last)]
    assert audit(shop.db).agrees
    again = Shop.open(folder)
    assert again.catalogue.search("tea")[0].code == "T4"
    again.catalogue.retire(last)
    assert "T4" not in [hit.code for hit in again.catalogue.search("tea")]
    again.close()


def test_what_was_picked_fades_when_something_else_is_picked(shop: Shop):
    for n in range(2):
        shop.catalogue.add(ProductForm(f"T{n}", f"Tea number {n}", 100_00))
    one, other = (shop.catalogue.find_code(code).product_id for code in ("T0", "T1"))
    searching = shop.catalogue.searching
    searching.picked("tea", one)
    for _time in range(2):
        searching.picked("tea", other)
    searching.write_picks()
    assert shop.db.rows("SELECT product_id, times FROM picked") == [(other, 4)]


def test_an_older_index_is_made_anew_in_idle_moments(stocked: Shop):
    stocked.db.raw.execute("DELETE FROM product_search")
    assert stocked.catalogue.search("cheeni") == []
    learning = Learning(stocked.catalogue.searching, idle=0.0)
    assert learning.work() == OFTEN
    assert not stocked.catalogue.searching.is_behind()
    assert [hit.code for hit in stocked.catalogue.search("cheeni")] == ["Q1"]


def test_a_large_index_is_made_anew_in_pieces(stocked: Shop):
    searching = stocked.catalogue.searching
    seen, after = [], 0
    while after is not None:
        after = searching.reindex(after, batch=4, progress=seen.append)
    assert len(seen) == 2
    assert [hit.code for hit in stocked.catalogue.search("haldi")] == ["Q3"]


def test_what_was_learnt_is_written_when_the_window_closes(shop: Shop):
    promotions = Promotions(Ranking(shop.db, shop.catalogue))
    promotions.start()
    shop.catalogue.searching.picked("soap", shop.catalogue.find_code("1001").product_id)
    assert promotions.stop()
    assert shop.db.rows("SELECT words, times FROM picked") == [("soap", 2)]


def test_what_is_found_by_correcting_says_so_even_when_it_was_picked_before(stocked: Shop):
    assert [hit.near for hit in stocked.catalogue.search("phenyl")] == [False]
    assert [(hit.code, hit.near) for hit in stocked.catalogue.search("phexyl")] == [("Q5", True)]
    stocked.sales.pick(stocked.sales.on_screen().id, "phexyl", stocked.catalogue.find_code("Q5").product_id)
    assert [(hit.code, hit.near) for hit in stocked.catalogue.search("phexyl")] == [("Q5", True)]
    assert stocked.bulk.choose("phexyl") == []
