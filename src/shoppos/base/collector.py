"""Python's garbage collector: it is told what stays, and looks seldom, so that it does not fall into a sale."""

import gc

SELDOM = (20_000, 20, 100)
"""Objects in a row that are not given back before it looks; a bill makes some 2,500 and gives them all back."""


def settle() -> None:
    """All is loaded: what lives until the end is looked at no more, and what comes and goes is looked at seldom.

    With Python's own 700 it looks three times within one bill, which makes the bill a tenth slower.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(*SELDOM)
