"""Where things lie: the shop's folder by choice, by environment, by platform; resources beside the program."""

import os
from pathlib import Path

import pytest

from shoppos.base import paths


def test_the_folder_chosen_wins_over_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPPOS_DATA", str(tmp_path / "env"))
    assert paths.shop_folder(tmp_path / "chosen") == tmp_path / "chosen"
    assert paths.shop_folder() == tmp_path / "env"


def test_without_a_choice_it_is_the_platforms_data_folder(monkeypatch):
    monkeypatch.delenv("SHOPPOS_DATA", raising=False)
    folder = paths.shop_folder()
    assert folder.is_absolute()
    assert folder.name == "ShopPOS"


def test_the_home_sign_is_understood():
    assert paths.shop_folder(Path("~") / "shop") == Path(os.path.expanduser("~")).resolve() / "shop"  # noqa: PTH111  (the oracle)


@pytest.mark.parametrize(
    "name",
    ["fonts/NotoSans-Regular.ttf", "fonts/OFL.txt", "icons/shoppos.svg", "samples/kirana.csv", "locale/shoppos.pot"],
)
def test_what_ships_with_the_program_is_found(name):
    assert paths.resource(name).is_file()


def test_an_installed_copy_uses_its_own_resources(tmp_path, monkeypatch):
    place = tmp_path / "site" / "shoppos"
    (place / "base").mkdir(parents=True)
    (place / "resources" / "fonts").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(place / "base" / "paths.py"))
    assert paths.resource("fonts") == place / "resources" / "fonts"
    assert paths.resource("icons") == tmp_path / "resources" / "icons"
