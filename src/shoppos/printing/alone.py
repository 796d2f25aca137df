"""One thread draws after the other: PySide makes its types when they are first named, and two at once crash it."""

from __future__ import annotations

import threading
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

_one_at_a_time = threading.RLock()


def alone(draw: Callable[P, R]) -> Callable[P, R]:
    """Let one thread draw after the other.

    Drawing is a matter of milliseconds, and hardly less when two share the interpreter.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with _one_at_a_time:
            return draw(*args, **kwargs)

    return drawn
