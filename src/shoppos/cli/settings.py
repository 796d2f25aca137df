"""`settings`: what the shop has chosen, each with the sentence that explains it, and choosing anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.errors import InvalidInput, NotFound, Refused
from shoppos.base.i18n import _
from shoppos.base.text import clean
from shoppos.cli.answer import DONE, answer, facts, note, table
from shoppos.cli.place import opened
from shoppos.reports import letterheads
from shoppos.rules import bank_details, choices, logo
from shoppos.rules.letterhead import Letterhead

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop import Shop

PROFILE = tuple(Letterhead.__slots__)
MERCHANT = "upi_merchant"
OF_MANY_PARTS: dict[str, str] = {
    "delivery_places": "deliver", "printers": "printers", "routes": "printers", "couriers": "couriers",
    "web": "web", "tracking": "tracking",
}  # fmt: skip
"""Choices of many parts, each with the command that sets it; all of them have their page in the window."""


def add(commands: Commands) -> None:
    """Add these commands."""
    group = commands.group("settings", "what the shop has chosen")
    show = group.add("show", shown, "every plain choice with what it changes, or one choice of any kind")
    show.add_argument("key", nargs="?", default="", metavar="KEY")
    new = group.add(
        "set",
        chosen,
        "choose: settings set round_to 0; bank_details takes JSON, logo a file of PNG or JPEG, empty forgets either",
    )
    new.add_argument("key", metavar="KEY")
    new.add_argument("value", metavar="VALUE")


def shown(options: Namespace) -> int:
    """Show what is chosen."""
    key = options.key
    with opened(options) as shop:
        if key:
            value = _value(shop, key)
            answer(options, {"key": key, "value": value}, _one(key, value))
            return DONE
        profile = {name: getattr(shop.settings.profile(), name) for name in PROFILE}
        told = {one.key: shop.settings.get(one.key, one.usual) for one in choices.CHOICES}
    rows = [(key, choices.said(key, value), choices.about(key)) for key, value in told.items()]
    people = [*facts((name, str(value)) for name, value in profile.items()), ""]
    document = {"letterhead": profile, "choices": told}
    answer(options, document, people + table((_("Choice"), _("Now"), _("What it changes")), rows))
    return DONE


def chosen(options: Namespace) -> int:
    """Choose one thing."""
    key, text = options.key, options.value
    with opened(options) as shop:
        before = _value(shop, key)
        if key in PROFILE:
            value = choices.read_yes(text, key) if key == MERCHANT else text
            shop.settings.set_profile(**{key: value})
        elif key == bank_details.SETTING:
            shop.settings.set(key, bank_details.checked(_parts(text)))
        elif key == logo.SETTING:
            shop.settings.set(key, _picture(text))
        elif key == "expense_categories" and choices.read(key, text):
            shop.expenses.set_categories(choices.read(key, text))
        elif choices.find(key) is not None:
            shop.settings.set(key, choices.read(key, text))
        else:
            other = OF_MANY_PARTS.get(key, "")
            way = _("Set it with: shoppos {command}").format(command=other) if other else _("Set it in the window.")
            raise Refused(_("{key} has many parts.").format(key=clean(key, 40)), way)
        value = _value(shop, key)
    if key == "day_start" and value != before:
        note(_("It holds from the next start of the program on."))
    answer(options, {"key": key, "value": value, "before": before}, _one(key, value))
    return DONE


def _value(shop: Shop, key: str) -> Any:
    """What is chosen for `key`; NotFound for one that nothing is chosen by."""
    if key in PROFILE:
        return getattr(shop.settings.profile(), key)
    plain = choices.find(key)
    if plain is not None:
        return shop.settings.get(key, plain.usual)
    if key == bank_details.SETTING:
        return shop.settings.get(key, dict[str, str]())
    if key == logo.SETTING:
        picture = letterheads.picture(shop.db)
        return {"width": picture.width, "height": picture.height, "bytes": len(picture.png)} if picture else {}
    found: Any = shop.settings.get(key, cast("Any", None))
    if found is None and key not in OF_MANY_PARTS:
        raise NotFound(
            _("There is no setting {key}.").format(key=clean(key, 40)), _("See all with: shoppos settings show")
        )
    return found


def _picture(text: str) -> str:
    """The shop's picture from the file of that name, as it is kept; "" for none."""
    if not text.strip():
        return ""
    from shoppos.printing import emblem

    return logo.kept(emblem.from_file(Path(text).expanduser()))


def _one(key: str, value: Any) -> list[str]:
    """One choice in words."""
    if choices.find(key) is None:
        return [f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"]
    return [f"{key}: {choices.said(key, value)}", choices.about(key)]


def _parts(text: str) -> dict[str, Any]:
    """The parts of a bank account as they were typed, "" for none."""
    try:
        told: Any = json.loads(text) if text.strip() else {}
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidInput(
            _("A bank account is given by its parts."),
            'settings set bank_details \'{"holder": "…", "account": "…", "ifsc": "…", "bank": "…"}\'',
            bank_details.SETTING,
        )
    return cast("dict[str, Any]", told)
