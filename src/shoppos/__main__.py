"""The doorbell: `shoppos` and `python -m shoppos`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was typed; gives the exit code."""
    from shoppos.cli.root import run  # noqa: PLC0415  (a frozen program's worker processes start here too)

    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
