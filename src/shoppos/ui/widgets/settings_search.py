"""Finding a setting by a word of its name or of its sentence, in any language the program speaks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from shoppos.base.i18n import every_way
from shoppos.base.text import fold
from shoppos.ui.widgets.form import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shoppos.ui.widgets.settings_page import SettingsPage

MISS = 9


class FindLine(QLineEdit):
    """Where the word is typed; it leaves the key of "take it back" to the page."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setMaxLength(60)
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Claim every key of a line but that of doing again, which there is no need of here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _again(event):
            event.ignore()
            return False
        return super().event(event)


def _again(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Redo)


@dataclass(frozen=True, slots=True)
class Hit:
    """A page by its place in the list, and what on it was meant, if something can take the keyboard."""

    page: int
    widget: QWidget | None


@dataclass(frozen=True, slots=True)
class _Entry:
    weight: int
    hit: Hit
    told: tuple[str, ...]


class SettingsSearch:
    """All that the pages say; of each it is read when a word is typed."""

    def __init__(self) -> None:
        """No page is known yet."""
        self._pages: dict[int, SettingsPage] = {}
        self._entries: dict[int, list[_Entry]] = {}

    def add(self, at: int, page: SettingsPage) -> None:
        """Search in the page at that place of the list too."""
        self._pages[at] = page

    def find(self, text: str) -> list[Hit]:
        """The best hit of each page that has all the words, the likeliest page first; nothing for no word."""
        asked = fold(text).split()
        if not asked:
            return []
        for at in self._pages.keys() - self._entries.keys():
            self._entries[at] = list(_entries(at, self._pages[at]))
        best: dict[int, tuple[int, Hit]] = {}
        for entry in chain.from_iterable(self._entries.values()):
            rank = min((_rank(asked, told) for told in entry.told), default=MISS)
            if rank < MISS and rank + entry.weight < best.get(entry.hit.page, (MISS * 2, entry.hit))[0]:
                best[entry.hit.page] = (rank + entry.weight, entry.hit)
        return [hit for _rank_, hit in sorted(best.values(), key=lambda found: (found[0], found[1].page))]


def _rank(asked: list[str], told: str) -> int:
    """0 when the words begin words of what is told, 1 when they stand inside it, else MISS."""
    own = told.split()
    if all(any(one.startswith(word) for one in own) for word in asked):
        return 0
    return 1 if all(word in told for word in asked) else MISS


def _entries(at: int, page: SettingsPage) -> Iterator[_Entry]:
    """What a page says: its name, then what its fields are called, then their choices and sentences."""
    yield _Entry(0, Hit(at, None), _told(page.title()))
    found: list[Field[QWidget]] = page.findChildren(Field)
    for field in found:
        hit = Hit(at, field.editor)
        yield _Entry(2, hit, (*_told(field.caption.text()), fold(field.name.replace("_", " "))))
        yield _Entry(4, hit, _told(field.note.text()))
        if isinstance(field.editor, QComboBox):
            for option in range(field.editor.count()):
                yield _Entry(6, hit, _told(field.editor.itemText(option)))
    for button in page.findChildren(QAbstractButton):
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield _Entry(2, Hit(at, button), _told(button.text()))
    for label in page.findChildren(QLabel):
        if not isinstance(label.parent(), Field):
            yield _Entry(4, Hit(at, None), _told(label.text()))


def _told(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, every_way(text))))
