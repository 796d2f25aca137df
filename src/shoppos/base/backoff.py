"""How long to wait before what failed is tried again."""

import random
from collections.abc import Callable


def pause(
    tries: int, chance: Callable[[float, float], float] = random.uniform, *, shortest: float = 1.0,
    longest: float = 3600.0,
) -> float:  # fmt: skip
    """Seconds until the next try: by chance up to a bound that doubles, so that many who failed do not come together.

    The bound is `shortest` after no try, and never more than `longest`, both in seconds.
    Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (full jitter).
    """
    return chance(0.0, min(shortest * 2 ** min(max(tries, 0), 12), longest))
