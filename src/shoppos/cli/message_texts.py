"""Messages to customers: how each step is said, and by which accounts channels go."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import _
from shoppos.cli.answer import DONE, answer, facts, note
from shoppos.cli.place import opened, text_from
from shoppos.rules.message_words import CHANNELS, EMAIL, SECRETS, STEPS, channel_said, step_said

if TYPE_CHECKING:
    from argparse import Namespace

    from shoppos.cli.parser import Commands
    from shoppos.shop.message_templates import Template

SETTINGS = {"email": "mail", "sms": "sms", "telegram": "telegram", "dlt": "dlt"}


def add_template(group: Commands) -> None:
    """Add the command of the texts."""
    words = group.add("template", template, "how a step is said; without a text: what is said now")
    words.add_argument("step", nargs="?", default="", choices=("", *STEPS))
    words.add_argument("--channel", default="", choices=("", *CHANNELS), help="for this channel alone")
    words.add_argument("--language", default="en", help="en, hi or ta")
    words.add_argument("--text", help="the text, with blanks as {name}")
    words.add_argument("--subject", default="", help="what stands above a mail")
    words.add_argument("--registered", default="", metavar="ID", help="the DLT template whose text it is")
    words.add_argument("--off", action="store_true", help="do not tell this step so")
    words.add_argument("--forget", action="store_true", help="say it as ShopPOS does again")


def add_account(group: Commands) -> None:
    """Add the command of the accounts."""
    account = group.add("account", set_account, "how a channel is set up; FILE holds JSON, the secret stands alone")
    account.add_argument("channel", choices=tuple(SETTINGS))
    account.add_argument("--file", metavar="FILE", help="the setting as JSON")
    account.add_argument("--secret-file", metavar="FILE", help="a file with the password, key or token")


def template(options: Namespace) -> int:
    """Show, set or forget how a step is said."""
    with opened(options) as shop:
        texts = shop.messages.texts
        if options.step and options.forget:
            texts.forget(options.step, options.channel, options.language)
        elif options.step and (options.text is not None or options.off):
            texts.set(
                options.step, options.channel, options.language, options.text or "", subject=options.subject,
                registered=options.registered, active=not options.off,
            )  # fmt: skip
        found = [one for one in texts.every(options.language) if options.step in {"", one.step}]
        document = [_template(one, asdict(texts.preview(one))) for one in found]
    lines = list[str]()
    anyhow = _("any channel")
    for one in document:
        own = _("the shop's own words") if one["own"] else _("as ShopPOS says it")
        lines += [f"{step_said(one['step'])} · {channel_said(one['channel']) or anyhow} · {own}", one["body"]]
        if one["length"]:
            lines.append(_("{alphabet}, {units} long, {parts} parts").format(**one["length"]))
        lines += [*one["wrong"], ""]
    answer(options, document, lines)
    return DONE


def _template(one: Template, shown: dict[str, Any]) -> dict[str, Any]:
    return {**asdict(one), "shown": shown["body"], "wrong": list(shown["wrong"]), "length": shown["length"]}


def set_account(options: Namespace) -> int:
    """Keep how a channel is set up; its secret goes to the system's own store, never into the shop's file."""
    from shoppos.online import smtp

    with opened(options) as shop:
        kept, said = SETTINGS[options.channel], None
        if options.file:
            said = _json(Path(options.file))
            if options.channel == EMAIL:
                smtp.check(said)
        shop.settings.guard(kept)
        name = SECRETS.get(options.channel, "")
        typed = text_from(Path(options.secret_file)) if options.secret_file and name else ""
        if options.channel == EMAIL and said is not None:
            shop.messages.set_mail(said, typed)
        else:
            if typed:
                shop.messages.secrets.set(name, typed)
            if said is not None:
                shop.settings.set(kept, said)
        where = shop.messages.secrets.where(name) if name else ""
        warning = shop.messages.secrets.warning if where == "file" else ""
        told: dict[str, Any] = shop.settings.get(kept, {})
    if warning:
        note(warning)
    document = {"channel": options.channel, "setting": told, "secret": where, "warning": warning}
    answer(options, document, facts([(name, str(value)) for name, value in told.items()]) or _("Nothing is set up."))
    return DONE


def _json(file: Path) -> dict[str, Any]:
    import json

    try:
        told: Any = json.loads(text_from(file))
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidInput(_("{file} is no JSON object.").format(file=file.name), field="file")
    return cast("dict[str, Any]", told)  # each reader checks what it takes
