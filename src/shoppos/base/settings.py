"""Reading the shop's choices: a JSON value under a key, or the default."""

import json
from typing import Any, TypeVar, cast

from shoppos.base.file import Reader

T = TypeVar("T")


def setting(db: Reader, key: str, default: T) -> T:
    """The value chosen for `key`, or `default` (which also says the type) when nobody chose."""
    row = db.row("SELECT value FROM setting WHERE key = ?", (key,))
    if row is None:
        return default
    value: Any = json.loads(row[0])
    return cast("T", value) if type(value) is type(default) or default is None else default
