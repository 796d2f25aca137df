"""The texts of messages: how the shop says a step where it has its own words, else as ShopPOS says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shoppos.base.errors import InvalidInput
from shoppos.base.i18n import BILL_LANGUAGES, _, catalogue
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.models.message import MessageTemplate
from shoppos.rules import dlt
from shoppos.rules.message_words import (
    CHANNELS,
    DELIVERED,
    EMAIL,
    PAYMENT,
    SAMPLE,
    SMS,
    STEPS,
    filled,
    names_of,
    sentences,
    subject,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shoppos.base.db import Database
    from shoppos.base.file import Reader
    from shoppos.base.journal import Value

COLUMNS = "step, channel, language, subject, body, registered, active"
LONGEST_SUBJECT = 120


@dataclass(frozen=True, slots=True)
class Template:
    """How one step is said on one channel ("" for any) in one language; `own` where the shop wrote it itself."""

    step: str
    channel: str
    language: str
    subject: str
    body: str
    registered: str = ""
    active: bool = True
    own: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A message as it would go: its words, and of an SMS what the DLT list has against it, and how long it is."""

    subject: str
    body: str
    registered: str = ""
    wrong: tuple[str, ...] = ()
    length: dlt.Length | None = None


class Templates:
    """The shop's own words for its messages."""

    def __init__(self, db: Database) -> None:
        """Keep them in `db`."""
        self.db = db

    def every(self, language: str = "") -> list[Template]:
        """What is said at each step, the shop's own words where it has some; of one language, "" for all."""
        own = {
            (row[0], row[1], row[2]): Template(*row[:6], active=bool(row[6]), own=True)
            for row in self.db.rows(f"SELECT {COLUMNS} FROM message_template ORDER BY step, channel, language")
        }
        spoken = (language,) if language else tuple(BILL_LANGUAGES)
        given = {(step, "", tongue): _given(step, tongue) for step in STEPS for tongue in spoken}
        kept = {**given, **{key: one for key, one in own.items() if key[2] in spoken}}
        order = {step: at for at, step in enumerate(STEPS)}
        return sorted(kept.values(), key=lambda one: (order.get(one.step, len(order)), one.channel, one.language))

    def set(
        self, step: str, channel: str, language: str, body: str, *, subject: str = "", registered: str = "",
        active: bool = True,
    ) -> Composed:  # fmt: skip
        """Say a step so on a channel ("" for any) in a language; gives how it looks with sample values.

        `registered` is the id of the DLT template whose text it is, named in the setting "dlt". InvalidInput for a
        blank that nobody fills, or an SMS that does not equal the registered text.
        """
        template = _checked(Template(step, channel, language, subject, body, clean(registered, 40), active))
        shown = self.preview(template)
        if shown.wrong and template.active:
            raise InvalidInput(shown.wrong[0], _("Write the text exactly as it was registered."), "body")
        key: dict[str, Value] = {"step": step, "channel": channel, "language": language}
        values: dict[str, Value] = {
            "subject": template.subject, "body": template.body, "registered": template.registered,
            "active": int(template.active),
        }  # fmt: skip
        with self.db.transaction("template.changed") as tx:
            if not tx.change(MessageTemplate, key, values):
                tx.insert(MessageTemplate, {**key, **values})
        return shown

    def forget(self, step: str, channel: str, language: str) -> None:
        """Say it as ShopPOS does again."""
        with self.db.transaction("template.changed") as tx:
            tx.remove(MessageTemplate, {"step": step, "channel": channel, "language": language})

    def preview(self, template: Template, values: Mapping[str, str] = SAMPLE) -> Composed:
        """How a template looks when it is filled."""
        return _filled(self.db, template, template.channel, values)


def found(db: Reader, step: str, channel: str, language: str) -> Template | None:
    """The shop's own words for a step: those of the channel, else those for any."""
    row = db.row(
        f"SELECT {COLUMNS} FROM message_template WHERE step = ? AND channel IN (?, '') AND language = ? "
        "ORDER BY channel = '' LIMIT 1",
        (step, channel, language),
    )
    return Template(*row[:6], active=bool(row[6]), own=True) if row else None


def compose(
    db: Reader, step: str, channel: str, language: str, values: Mapping[str, str], *, pickup: bool = False,
    more: bool = False, moving: bool = False,
) -> Composed | None:  # fmt: skip
    """A step as it is said to a customer; None where the shop does not tell it on that channel.

    Of one parcel of several (the blank "part"; `more` or `moving` while another has not come) the shop's own words are
    used where they have that blank; else it is only "delivered" that is said otherwise, and of a registered SMS not at
    all. So it is where `more` was paid for an order than it came to.
    """
    template, part = found(db, step, channel, language), bool(values.get("part"))
    unsaid = (part and step == DELIVERED) or (more and step == PAYMENT)
    if template is not None and unsaid and "part" not in names_of(template.body):
        if template.registered or not template.active:
            return None
        template = None
    if template is None:
        template = _given(step, language, pickup=pickup, part=part, more=more, moving=moving)
    return _filled(db, template, channel, values) if template.active else None


def _given(
    step: str, language: str, *, pickup: bool = False, part: bool = False, more: bool = False, moving: bool = False
) -> Template:
    spoken = catalogue(language).gettext
    lines = sentences(step, spoken, pickup=pickup, part=part, more=more, moving=moving)
    return Template(step, "", language, subject(step, spoken), "\n".join(lines))


def _checked(template: Template) -> Template:
    step, channel, language = template.step, template.channel, template.language
    for field, value, known in (
        ("step", step, STEPS), ("channel", channel, ("", *CHANNELS)), ("language", language, tuple(BILL_LANGUAGES)),
    ):  # fmt: skip
        if value not in known:
            raise InvalidInput(_("{value} is none of these.").format(value=clean(value, 40)), ", ".join(known), field)
    body, above = tidy(template.body), clean(template.subject, LONGEST_SUBJECT)
    if not body and template.active:
        raise InvalidInput(_("Type what is to be said."), field="body")
    names_of(body)
    names_of(above)
    return Template(step, channel, language, above, body, template.registered, template.active, own=True)


def _filled(db: Reader, template: Template, channel: str, values: Mapping[str, str]) -> Composed:
    lines = template.body.split("\n")
    spoken = catalogue(template.language).gettext
    above = template.subject or subject(template.step, spoken)
    heading = clean(" ".join(filled([above], values)) or values.get("shop", ""), LONGEST_SUBJECT)
    if channel != SMS:
        return Composed(heading if channel in {EMAIL, ""} else "", tidy("\n".join(filled(lines, values))))
    text = registered_text(db, template.registered)
    body = _fitting(" ".join(lines), dlt.registered(text), values) if text else " ".join(filled(lines, values))
    return Composed("", body, template.registered, against_the_list(db, body, template.registered), dlt.length(body))


def _fitting(template: str, text: dlt.Registered, values: Mapping[str, str]) -> str:
    """An SMS under a registered text: each value as its variable takes it, and none left out."""
    names = names_of(template)
    kinds = text.kinds if len(names) == len(text.kinds) else ("var",) * len(names)
    said = [dlt.fitted(values.get(name) or "-", kind) or "-" for name, kind in zip(names, kinds, strict=True)]
    for name in names:
        template = template.replace("{" + name + "}", "\0", 1)
    parts = template.split("\0")
    return "".join(part + value for part, value in zip(parts, [*said, ""], strict=True))


def registered_text(db: Reader, registered: str) -> str:
    """The text under which a template stands on the DLT list, "" when the shop did not write it down."""
    told = setting(db, "dlt", dict[str, Any]()).get("templates", {})
    return str(told.get(registered, "")) if registered else ""


def against_the_list(db: Reader, body: str, registered: str) -> tuple[str, ...]:
    """What the DLT list has against an SMS, in words; nothing where the shop keeps no list."""
    kept: dict[str, Any] = setting(db, "dlt", dict[str, Any]())
    if not kept.get("entity"):
        return ()
    if not registered:
        return (_("An SMS needs a text that is registered on the DLT list, and this one names none."),)
    text = registered_text(db, registered)
    if not text:
        return (_("The registered text of template {id} is not written down.").format(id=registered),)
    return tuple(dlt.differences(body, dlt.registered(text)))
