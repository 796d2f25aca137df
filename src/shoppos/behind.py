"""What works behind the window: paper, messages, reports, payments, web orders, pages, the log, and the proof."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shoppos.base.checkpoints import Checkpoints
    from shoppos.online.delivery import Deliverer
    from shoppos.online.gateway import Trouble, Watch
    from shoppos.online.outbox import Letterbox, News, Outbox
    from shoppos.online.publishing import Publisher
    from shoppos.online.storefront import Web
    from shoppos.printing.news import News as PaperNews
    from shoppos.printing.news import PrinterState
    from shoppos.printing.spooler import Spooler
    from shoppos.rules.bank_words import Credit
    from shoppos.shop import Shop
    from shoppos.shop.books import BookKeeper
    from shoppos.shop.ranking import Promotions
    from shoppos.ui.context import Context


@dataclass(frozen=True, slots=True)
class Ears:
    """Who is told what, from any thread: of papers, of printers, of messages, a sentence for the bar, a seen QR."""

    printed: Callable[[PaperNews], None]
    stands: Callable[[PrinterState], None]
    unsent: Callable[[News], None]
    came: Callable[[str, str], None]
    seen: Callable[[str, str], None]


class Behind:
    """Everything that works on threads of its own while the shop is open; each is begun when what it needs is loaded.

    `begin` and `settle` belong to the window's thread, the others to the one that opens the shop.
    """

    def __init__(self, folder: Path, context: Context, ears: Ears) -> None:
        """Nothing works before the shop is open."""
        self._folder = folder
        self._context = context
        self._ears = ears
        self._spooler: Spooler | None = None
        self._post: tuple[Outbox, Letterbox, Watch, Web] | None = None
        self._publisher: Publisher | None = None
        self._deliverer: Deliverer | None = None
        self._checkpoints: Checkpoints | None = None
        self._promotions: Promotions | None = None
        self._keeper: BookKeeper | None = None
        self._drawer = threading.Lock()
        self._drawer_waits = False

    def begin(self, shop: Shop) -> None:
        """The counter may sell: care for the log, and let the screens reach what prints as soon as it is there."""
        from shoppos.base.checkpoints import Checkpoints

        self._context.wake_printer = self.wake_spooler
        self._context.open_drawer = self._open_drawer
        self._context.papers = lambda: self._spooler
        self._checkpoints = Checkpoints(shop.db)
        self._checkpoints.start()

    def settle(self, shop: Shop) -> None:
        """All is loaded: what has time until nobody sells."""
        from shoppos.shop.books import BookKeeper
        from shoppos.shop.ranking import Promotions, Ranking

        self._promotions = Promotions(Ranking(shop.db, shop.catalogue))
        self._promotions.start()
        self._keeper = BookKeeper(shop.books, self._warn)
        self._keeper.start()

    def stop(self) -> None:
        """End what works, each within some seconds; a report that may go now goes first, if that takes no longer."""
        if self._deliverer is not None:
            self._deliverer.finish()
        post = (*(self._post or ()), self._publisher, self._deliverer)
        for worker in (self._keeper, self._spooler, *post, self._promotions, self._checkpoints):
            if worker is not None:
                worker.stop()

    # -- on the thread that opens the shop

    def prepare_paper(self, shop: Shop) -> None:
        """Load what prints and draws codes now, not at the first bill, and print what yesterday still owes."""
        from shoppos.printing.codes import checked_qr
        from shoppos.printing.spooler import Spooler

        spooler = Spooler(shop.db, shop.db.clock, self._ears.printed, self._ears.stands)
        self._spooler = spooler
        self._pulse()  # the first bill of a day can be paid before its printer is ready
        spooler.start()
        checked_qr("upi://pay")

    def prepare_post(self, shop: Shop) -> None:
        """Send messages that are owed and take what is answered, behind all else: the counter waits for neither."""
        from shoppos.online import telegram
        from shoppos.online.gateway import Watch, gateway
        from shoppos.online.outbox import Letterbox, Outbox, accounts
        from shoppos.online.quick_qr import QuickQr
        from shoppos.online.storefront import Web
        from shoppos.printing.attached import attached

        secrets = shop.messages.secrets
        find = partial(accounts, shop.db, secrets, partial(attached, shop.db))
        outbox = Outbox(shop.messages, shop.db.clock, self._folder, find, self._ears.unsent)
        letterbox = Letterbox(
            partial(telegram.account, shop.db, secrets), shop.messages.seen, partial(shop.messages.written, "telegram"),
            self._ears.unsent,
        )  # fmt: skip
        find_gateway = partial(gateway, secrets, shop.db.clock)
        watch = Watch(find_gateway, shop.db.clock, partial(self.learn_payments, shop), self.tell_trouble)
        self._post = outbox, letterbox, watch, Web(shop.db, shop.receiving, self._folder, secrets, self._ears.came)
        self._context.ask_qr = (quick := QuickQr(find_gateway, shop.db.clock)).ask
        self._context.offline_since = lambda: outbox.offline_since
        for one in (*self._post, quick):
            shop.db.committed.connect(one.heard)
        for one in self._post:
            one.start()

    def prepare_pages(self, shop: Shop) -> None:
        """Put the pages of orders where their customers find them, and have the key at hand that signs their links."""
        from shoppos.online.publishing import Publisher, place_of

        find = partial(place_of, shop.db, shop.messages.secrets)
        publisher = Publisher(shop.published, self._folder, find, self._warn)
        shop.tracking.ready()  # the system's store may ask somebody: not while an order is confirmed
        self._publisher = publisher
        shop.db.committed.connect(publisher.heard)
        publisher.start()

    def prepare_reports(self, shop: Shop) -> None:
        """Bring the owner's reports to where they are read; what yesterday still owes too."""
        from shoppos.online.delivery import Deliverer
        from shoppos.printing.travelling import render

        self._deliverer = one = Deliverer(shop.reports, shop.db, shop.reports.secrets, self._folder, render, self._warn)
        self._context.deliver_now = one.again
        shop.db.committed.connect(one.heard)
        one.start()

    # -- waking

    def wake_spooler(self) -> None:
        """Some paper is owed."""
        if self._spooler is not None:
            self._spooler.wake()

    def wake_outbox(self) -> None:
        """Some message is owed."""
        if self._post is not None:
            self._post[0].worker.wake()

    def wake_reports(self) -> None:
        """Some report is owed."""
        if self._deliverer is not None:
            self._deliverer.worker.wake()

    def _open_drawer(self) -> None:
        """The drawer hangs on the printer of the bills; before all that prints is loaded it waits for it."""
        self._drawer_waits = True
        self._pulse()

    def _pulse(self) -> None:
        """Open a drawer that is waited for, once, whichever thread comes first."""
        with self._drawer:
            if self._drawer_waits and self._spooler is not None:
                self._drawer_waits = False
                self._spooler.open_drawer()

    # -- telling

    def learn_payments(self, shop: Shop, came: Sequence[Credit]) -> None:
        """What a payment service tells is in the books first."""
        before = shop.db.clock.ms() - 1
        shop.bank.learn(came)
        shop.bank.again()
        for credit in came:
            self._ears.seen(credit.reference, credit.utr)
        for sentence in shop.bank.news(before):
            self._ears.came(sentence, "good")

    def tell_trouble(self, trouble: Trouble | None) -> None:
        """A payment service that is not heard is said; its return is not."""
        if trouble is not None:
            self._ears.came(trouble.why, "warn")

    def _warn(self, sentence: str) -> None:
        """Of pages, reports and books; "" says that all is well again."""
        if sentence:
            self._ears.came(sentence, "warn")
