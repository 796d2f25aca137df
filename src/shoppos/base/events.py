"""One event: a commit says which tables it touched, and whoever shows them looks again."""

from collections.abc import Callable

Listener = Callable[[frozenset[str]], None]


class Committed:
    """Told after every commit, on the committing thread, with the names of the tables touched."""

    def __init__(self) -> None:
        """Nobody listens yet."""
        self._listeners: list[Listener] = []

    def connect(self, listener: Listener) -> None:
        """Call `listener` after every commit; it must be quick and must not raise."""
        self._listeners.append(listener)

    def disconnect(self, listener: Listener) -> None:
        """Stop calling `listener`."""
        self._listeners.remove(listener)

    def emit(self, tables: frozenset[str]) -> None:
        """Tell all listeners, in the order they came."""
        for listener in tuple(self._listeners):
            listener(tables)
