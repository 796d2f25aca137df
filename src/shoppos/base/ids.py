"""Ids made by the device: time-ordered UUIDs, so that two tills offline can never collide."""

import os
import threading
import time

_lock = threading.Lock()
_last = [0]


def new_id() -> bytes:
    """A UUID of version 7 (RFC 9562) as 16 bytes; within one process each is greater than the one before.

    Milliseconds stand in the first 48 bits; twelve bits behind them count ids of the same millisecond.
    """
    with _lock:
        stamp = max((time.time_ns() // 1_000_000) << 12, _last[0] + 1)
        _last[0] = stamp
    millis, count = stamp >> 12, stamp & 0xFFF
    tail = bytearray(os.urandom(8))
    tail[0] = 0x80 | (tail[0] & 0x3F)
    return millis.to_bytes(6, "big") + (0x7000 | count).to_bytes(2, "big") + bytes(tail)
