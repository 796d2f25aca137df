"""What becomes of papers, told at the counter: only trouble, by name, and no longer than it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from shoppos.printing.spooler import News
    from shoppos.ui.main_window import MainWindow


class PaperNews(QObject):
    """The same trouble is told once until a paper comes out again; what was told of a paper goes when it is out."""

    def __init__(self, window: MainWindow) -> None:
        """Nothing was told yet."""
        super().__init__(window)
        self._window = window
        self._told: dict[str, tuple[bytes, str]] = {}

    def hear(self, news: News) -> None:
        """Tell it, or take back what was told of the same paper."""
        if not news.reason:
            for job_id, said in self._told.values():
                if job_id == news.job_id:
                    self._window.tell_no_more(said)
            self._told.clear()
        elif news.reason not in self._told:
            said = self._said(news)
            self._told[news.reason] = news.job_id, said
            self._window.tell(said, "warn")

    def _said(self, news: News) -> str:
        """The reason; of a paper in doubt with its name, since somebody has to look for just that one."""
        from shoppos.models.print_job import UNCERTAIN
        from shoppos.reports.owed import paper
        from shoppos.reports.paper_words import called

        if news.state != UNCERTAIN or not news.job_id:
            return news.reason
        number = news.number or paper(self._window.context.shop.db, news.job_id).number
        return news.reason if number and number in news.reason else f"{called(news.kind, number)}: {news.reason}"
