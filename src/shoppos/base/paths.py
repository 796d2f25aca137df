"""Where the shop's own files and the program's resources lie."""

import os
from pathlib import Path

SHOP_FILE = "shop.db"
"""The shop's database within its folder."""


def resource(name: str) -> Path:
    """A file or folder that ships with the program: inside the installed package, else in a checkout's `resources/`."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources" / name
    return installed if installed.exists() else package.parents[1] / "resources" / name


def shop_folder(chosen: str | Path | None = None) -> Path:
    """The folder of one shop: `chosen`, else SHOPPOS_DATA, else the platform's data folder. It need not exist yet."""
    named = chosen or os.environ.get("SHOPPOS_DATA")
    if named:
        return Path(named).expanduser().resolve()
    from platformdirs import user_data_path  # noqa: PLC0415  (only when nobody names a folder)

    return user_data_path("ShopPOS", appauthor=False)
