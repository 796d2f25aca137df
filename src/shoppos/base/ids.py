"""Ids made by the device: time-ordered UUIDs, so that two tills offline can never collide."""

import os
import threading
import time

_lock = threading.Lock()
_last = [0]
_CHANCE = (1 << 62) - 1


def new_id() -> bytes:
    """A UUID of version 7 (RFC 9562) as 16 bytes; within one process each is greater than the one before.

    Milliseconds stand in the first 48 bits; twelve bits behind them count ids of the same millisecond.
    """
    return new_ids(1)[0]


def new_ids(many: int) -> list[bytes]:
    """So many new ids at once, each greater than the one before."""
    with _lock:
        first = max((time.time_ns() // 1_000_000) << 12, _last[0] + 1)
        _last[0] = first + many - 1
    chance = os.urandom(8 * many)
    return [
        ((stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF).to_bytes(8, "big")
        + (1 << 63 | int.from_bytes(chance[at : at + 8], "big") & _CHANCE).to_bytes(8, "big")
        for at, stamp in zip(range(0, 8 * many, 8), range(first, first + many), strict=True)
    ]
