"""Search as one types: by words in any of three scripts, by their sound, inside words, and with a letter wrong."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from shoppos.base.db import Database
from shoppos.base.settings import setting
from shoppos.base.text import fold
from shoppos.models.keeping import Picked
from shoppos.models.setting import Setting
from shoppos.rules.spelling import Vocabulary
from shoppos.shop.hits import BY_ID, HIT, WITH, Hit, hit_of
from shoppos.shop.search_words import index_words, sounds, words_to_find

VERSION = 1
"""How words are made now; a shop whose stamp is behind has its products indexed anew in idle moments."""
STAMP = "search_words"
TRIGRAM = 3
BY_WORDS = (
    f"SELECT {HIT} FROM product p JOIN "
    "(SELECT rowid FROM product_search WHERE product_search MATCH :words LIMIT :most) f "
    f"ON p.number = f.rowid {WITH} WHERE p.active = 1"
)
BY_PARTS = BY_WORDS.replace("product_search", "product_parts")
LEARNT, MOST_LEARNT, FADES = 2, 20, 1
"""What a pick adds, at most, and what it takes from the others that were picked after the same words."""
REMEMBERED = 5_000
SHORTEST = 2
FEW = 2_000
"""Products whose words are read in some 20 ms: the search itself may do it."""
NO_WORDS = Vocabulary(())
BATCH = 100


class Searching:
    """Finds products by what people call them, and learns what they mean by it."""

    def __init__(self, db: Database) -> None:
        """Search the products of `db`; nothing is read before the first search.

        `beside` wakes whoever reads the words of very many products on a thread of its own; without one, as in a
        command, the search itself reads them.
        """
        self.db = db
        self._lock = threading.Lock()
        self._fresh: list[tuple[str, bytes]] = []
        self._picks: dict[str, dict[bytes, int]] | None = None
        self._vocabulary: Vocabulary | None = None
        self._stale = False
        self.beside: Callable[[], None] | None = None
        db.committed.connect(self._heard)

    def _heard(self, tables: frozenset[str]) -> None:
        if "product" in tables:
            self._stale = True
        if "picked" in tables:
            self._picks = None

    # -- finding

    def search(self, text: str, limit: int, day: int) -> list[Hit]:
        """Products whose words begin with those typed, the most wanted first, what was picked before at the very top.

        Then what sounds alike; where nothing does, what has the text inside a word; at last the nearest spelling, and
        such hits say that they are `near` only.
        """
        words = fold(text).split()
        if not words:
            return []
        hits = self._by_words(words, limit, day)
        if not hits:
            hits = self._parts(words, limit, day)
        if not hits:
            near = self._learnt(" ".join(words), self._corrected(words, limit, day), limit, day)
            return [replace(hit, near=True) for hit in near]
        return self._learnt(" ".join(words), hits, limit, day)

    def _by_words(self, words: list[str], limit: int, day: int) -> list[Hit]:
        hits = self._match(BY_WORDS, " ".join(f'"{word}"*' for word in words), limit, day)
        heard = sounds(words)
        if len(hits) >= limit or heard == words:
            return hits
        begins = "" if hits else "*"  # every word's sound is in the index beside it: whole, it is quickly found
        asked = (
            f'"{word}"*' if sound == word else f'"{sound}"{begins}' for word, sound in zip(words, heard, strict=True)
        )
        known = {hit.product_id for hit in hits}
        more = self._match(BY_WORDS, " ".join(asked), limit, day)
        return [*hits, *(hit for hit in more if hit.product_id not in known)][:limit]

    def _parts(self, words: list[str], limit: int, day: int) -> list[Hit]:
        if any(len(word) < TRIGRAM for word in words):
            return []
        return self._match(BY_PARTS, " ".join(f'"{word}"' for word in words), limit, day)

    def _corrected(self, words: list[str], limit: int, day: int) -> list[Hit]:
        """What is found when each unknown word gives way to the nearest the shop knows."""
        known = self._words_now()
        choices = [known.near(word) for word in words]
        asked = [
            "(" + " OR ".join(f'"{one}"*' for one in (word, *near)) + ")"
            for word, near in zip(words, choices, strict=True)
        ]
        return self._match(BY_WORDS, " AND ".join(asked), limit, day) if any(choices) else []

    def _match(self, sql: str, words: str, limit: int, day: int) -> list[Hit]:
        return [hit_of(row) for row in self.db.rows(sql, {"day": day, "most": limit, "words": words})]

    def _words_now(self) -> Vocabulary:
        """The words of all products; of very many the former ones, until the new have been read beside the window."""
        known = self._vocabulary
        if (known is None or self._stale) and self.beside is not None:
            row = self.db.row("SELECT max(number) FROM product")
            if row is not None and (row[0] or 0) > FEW:
                self.beside()
                return known or NO_WORDS
        return self.vocabulary()

    def vocabulary(self) -> Vocabulary:
        """The words of all products, read once and again after products changed."""
        known = self._vocabulary
        if known is None or self._stale:
            self._stale = False  # before they are read: what is written meanwhile makes them stale again
            raw = self.db.raw
            raw.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.known_word USING fts5vocab('main', 'product_search', 'row')"
            )
            known = Vocabulary((row[0], row[1]) for row in self.db.rows("SELECT term, doc FROM temp.known_word"))
            self._vocabulary = known
        return known

    # -- learning

    def picked(self, text: str, product_id: bytes) -> None:
        """Remember what was meant by a typed text; written down later, in an idle moment."""
        words = " ".join(fold(text).split())
        if len(words) < SHORTEST:
            return
        with self._lock:
            self._fresh.append((words, product_id))
            if self._picks is not None:
                _learn(self._picks, words, product_id)

    def _learnt(self, words: str, hits: list[Hit], limit: int, day: int) -> list[Hit]:
        """The hits with what was picked after the same words in front, the most often picked first."""
        wanted = self._known().get(words)
        if not wanted or not hits:
            return hits
        by_id = {hit.product_id: hit for hit in hits}
        front: list[Hit] = []
        for product_id in sorted(wanted, key=lambda one: (-wanted[one], one)):
            hit = by_id.pop(product_id, None) or self._one(product_id, day)
            if hit is not None:
                front.append(hit)
        chosen = {hit.product_id for hit in front}
        return [*front, *(hit for hit in hits if hit.product_id not in chosen)][:limit]

    def _one(self, product_id: bytes, day: int) -> Hit | None:
        row = self.db.row(BY_ID, {"id": product_id, "day": day})
        return hit_of(row) if row else None

    def _known(self) -> dict[str, dict[bytes, int]]:
        picks = self._picks
        if picks is None:
            rows = self.db.rows(
                "SELECT words, product_id, times FROM picked ORDER BY times DESC LIMIT ?", (REMEMBERED,)
            )
            picks = dict[str, dict[bytes, int]]()
            for words, product_id, times in rows:
                picks.setdefault(words, {})[product_id] = times
            with self._lock:
                for words, product_id in self._fresh:
                    _learn(picks, words, product_id)
                self._picks = picks
        return picks

    def write_picks(self) -> int:
        """Write down what was picked since the last time, in one transaction; gives how many picks there were."""
        with self._lock:
            fresh, self._fresh = self._fresh, []
        if not fresh:
            return 0
        with self.db.transaction("search.learnt") as tx:
            for words in {words for words, _product in fresh}:
                old = dict(self.db.rows("SELECT product_id, times FROM picked WHERE words = ?", (words,)))
                new = {words: dict(old)}
                for said, product_id in fresh:
                    if said == words:
                        _learn(new, words, product_id)
                for gone in old.keys() - new[words].keys():
                    tx.remove(Picked, {"words": words, "product_id": gone}, local=True)
                for product_id, times in new[words].items():
                    key = {"words": words, "product_id": product_id}
                    if product_id not in old:
                        tx.insert(Picked, {**key, "times": times}, local=True)
                    elif old[product_id] != times:
                        tx.change(Picked, key, {"times": times}, local=True)
        return len(fresh)

    # -- the index

    def is_behind(self) -> bool:
        """Whether products were indexed by an older making of words."""
        return setting(self.db, STAMP, 0) < VERSION

    def stamp(self) -> None:
        """Say that all products are indexed as words are made now."""
        with self.db.transaction("search.indexed") as tx:
            if not tx.change(Setting, {"key": STAMP}, {"value": str(VERSION)}):
                tx.insert(Setting, {"key": STAMP, "value": str(VERSION)})

    def reindex(
        self, after: int = 0, batch: int = BATCH, progress: Callable[[int], None] = lambda _number: None
    ) -> int | None:
        """Index the next products after a number anew, in one short transaction; None when that was the last."""
        with self.db.transaction("search.indexed") as tx:
            rows = self.db.rows(
                "SELECT p.number, p.name, p.local_name, p.aliases, p.code, "
                "(SELECT group_concat(code, ' ') FROM barcode b WHERE b.product_id = p.id) "
                "FROM product p WHERE p.active = 1 AND p.number > ? ORDER BY p.number LIMIT ?",
                (after, batch),
            )
            for number, name, local_name, aliases, code, barcodes in rows:
                names = f"{name} {local_name} {aliases}"
                words = index_words(fold(f"{names} {code} {barcodes or ''}"), names)
                tx.run("DELETE FROM product_search WHERE rowid = ?", (number,))
                tx.run("INSERT INTO product_search (rowid, words) VALUES (?, ?)", (number, words))
        if len(rows) < batch:
            return None
        progress(rows[-1][0])
        return int(rows[-1][0])


def _learn(picks: dict[str, dict[bytes, int]], words: str, product_id: bytes) -> None:
    """One pick more; what else was picked after the same words fades, and what has faded is forgotten."""
    found = picks.setdefault(words, {})
    for other in [other for other in found if other != product_id]:
        found[other] -= FADES
        if found[other] <= 0:
            del found[other]
    found[product_id] = min(MOST_LEARNT, found.get(product_id, 0) + LEARNT)


def words_of(names: Iterable[str], codes: Iterable[str]) -> tuple[str, str]:
    """The words of a product for both indexes: all it is found by, and those in whose middle one may look."""
    own = fold(" ".join(names))
    every = f"{own} {fold(' '.join(codes))}".strip()
    return words_to_find(every.split(), own.split()), every
