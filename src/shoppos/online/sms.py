"""SMS by any gateway that speaks HTTP: how it is asked, and what a good answer looks like, are data of the settings."""

from __future__ import annotations

import base64
import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

import httpx

from shoppos.base.i18n import _
from shoppos.base.settings import setting
from shoppos.base.text import clean
from shoppos.online.channels import Failed, Outcome, Sent, client, refused, unencrypted, unreached
from shoppos.rules import dlt
from shoppos.rules.identifiers import phone
from shoppos.rules.message_words import SECRETS, SMS

if TYPE_CHECKING:
    from shoppos.base.file import Reader
    from shoppos.base.secrets import Secrets
    from shoppos.online.channels import Render
    from shoppos.reports.messages import Outgoing

KEY = SECRETS[SMS]
BLANK = re.compile(r"\{(to91|to|text|entity|header|template|gateway|id|unicode|encoding|key|basic|values|var[1-9])\}")

PRESETS: dict[str, dict[str, Any]] = {
    # docs.fast2sms.com/reference: DLT SMS (Manual)
    "fast2sms": {
        "url": "https://www.fast2sms.com/dev/bulkV2", "method": "POST", "form": "json",
        "headers": {"authorization": "{key}"},
        "body": {
            "route": "dlt_manual", "sender_id": "{header}", "message": "{text}", "template_id": "{template}",
            "entity_id": "{entity}", "numbers": "{to}",
        },
        "good": {"field": "return", "is": "true"}, "reference": "request_id", "error": "message",
    },
    # control.msg91.com/apidoc: Send SMS via FLOW; {gateway} is MSG91's own id of the flow
    "msg91": {
        "url": "https://control.msg91.com/api/v5/flow/", "method": "POST", "form": "json",
        "headers": {"authkey": "{key}"},
        "body": {
            "flow_id": "{gateway}", "sender": "{header}", "unicode": "{unicode}",
            "recipients": [
                {"mobiles": "{to91}", **{f"VAR{n}": f"{{var{n}}}" for n in range(1, 10)}},
            ],
        },
        "good": {"field": "type", "is": "success"}, "reference": "message", "error": "message",
    },
    # developer.exotel.com/docs/sms-api: POST …/Sms/send.json; the key is "api key:api token"
    "exotel": {
        "url": "https://api.in.exotel.com/v1/Accounts/ACCOUNT/Sms/send.json", "method": "POST", "form": "form",
        "headers": {"Authorization": "Basic {basic}"},
        "body": {
            "From": "{header}", "To": "+{to91}", "Body": "{text}", "EncodingType": "{encoding}",
            "DltEntityId": "{entity}", "DltTemplateId": "{template}", "SmsType": "transactional", "CustomField": "{id}",
        },
        "good": {"field": "SMSMessage.Sid"}, "reference": "SMSMessage.Sid", "error": "RestException.Message",
    },
}  # fmt: skip
"""How three gateways are asked, from their own documentation; the settings may change every word of it."""


class Sms:
    """One account at a gateway."""

    name = SMS

    def __init__(self, told: dict[str, Any], dlt_told: dict[str, Any], key: str) -> None:
        """`told` is the setting "sms", `dlt_told` the setting "dlt": entity, header, templates, gateway's own ids."""
        self._told, self._dlt, self._key = told, dlt_told, key
        self.account = f"{json.dumps([told, dlt_told], sort_keys=True)}:{hash(key)}"
        self._client: httpx.Client | None = None

    def send(self, message: Outgoing) -> Outcome:
        """Send one SMS, if it equals the registered text."""
        to = phone(message.address)
        if to is None:
            return Failed(_("{number} is no mobile number.").format(number=clean(message.address, 40)))
        text = str(self._dlt.get("templates", {}).get(message.registered, ""))
        if wrong := self._against_the_list(message, text):
            return Failed(wrong)
        blanks = self._blanks(message, to, text)
        url = _url(str(self._told.get("url", "")), blanks)
        self._client = self._client or client(url)
        if self._client is None:
            return unencrypted(str(self._told.get("url", "")))
        try:
            return self._understood(self._client.send(self._asked(self._client, url, blanks)))
        except httpx.HTTPError as error:
            return unreached(error)

    def rest(self) -> None:
        """Hang up."""
        held, self._client = self._client, None
        if held is not None:
            held.close()

    # -- inside

    def _against_the_list(self, message: Outgoing, text: str) -> str:
        """Why an operator would not take it, in words; "" when it goes."""
        if not self._dlt.get("entity"):
            return ""
        if not message.registered:
            return _("An SMS needs a text that is registered on the DLT list, and this one names none.")
        if not text:
            return _("The registered text of template {id} is not written down.").format(id=message.registered)
        return next(iter(dlt.differences(message.body, dlt.registered(text))), "")

    def _blanks(self, message: Outgoing, to: str, text: str) -> dict[str, str]:
        found = (dlt.values(message.body, dlt.registered(text)) if text else None) or []
        wide = dlt.length(message.body).alphabet != "GSM-7"
        return {
            "to": to, "to91": f"91{to}", "text": message.body, "entity": str(self._dlt.get("entity", "")),
            "header": str(self._dlt.get("header", "")), "template": message.registered,
            "gateway": str(self._dlt.get("gateway", {}).get(message.registered, message.registered)),
            "id": message.id.hex(), "unicode": str(int(wide)), "encoding": "unicode" if wide else "plain",
            "key": self._key, "basic": base64.b64encode(self._key.encode()).decode(), "values": "|".join(found),
            **{f"var{n}": found[n - 1] if n <= len(found) else "" for n in range(1, 10)},
        }  # fmt: skip

    def _asked(self, line: httpx.Client, url: str, blanks: dict[str, str]) -> httpx.Request:
        body: Any = _filled(deepcopy(self._told.get("body", {})), blanks)
        headers: dict[str, str] = _filled(deepcopy(self._told.get("headers", {})), blanks)
        query: dict[str, str] | None = _filled(deepcopy(self._told.get("query")), blanks) or None
        method, form = str(self._told.get("method", "POST")).upper(), self._told.get("form", "json")
        if method == "GET" or form == "query":
            return line.build_request(method, url, params={**(query or {}), **body} or None, headers=headers)
        if form == "form":
            return line.build_request(method, url, params=query, data=body, headers=headers)
        return line.build_request(method, url, params=query, json=body, headers=headers)

    def _understood(self, answer: httpx.Response) -> Outcome:
        try:
            said: Any = answer.json()
        except ValueError:
            said = {}
        error = _at(said, str(self._told.get("error", "")))
        if not answer.is_success:
            return refused(answer, error or answer.text)
        good: dict[str, Any] = self._told.get("good", {})
        field = str(good.get("field", ""))
        found = _at(said, field) if field else answer.text
        wanted = str(good.get("is", ""))
        if (found.casefold() == wanted.casefold()) if wanted else bool(found):
            return Sent(clean(_at(said, str(self._told.get("reference", ""))), 80))
        return Failed(_("It was refused: {reason}").format(reason=clean(error or answer.text, 200)))


def _filled(told: Any, blanks: dict[str, str]) -> Any:
    """Data with its blanks filled, once; a variable that the text does not have is left out."""
    if isinstance(told, str):
        return BLANK.sub(lambda found: blanks[found[1]], told)
    if isinstance(told, list):
        return [_filled(one, blanks) for one in cast("list[Any]", told)]
    if isinstance(told, dict):
        kept = cast("dict[str, Any]", told)
        return {
            name: _filled(value, blanks)
            for name, value in kept.items()
            if not (isinstance(value, str) and value.startswith("{var") and not blanks.get(value[1:-1]))
        }
    return told


def _url(told: str, blanks: dict[str, str]) -> str:
    """An address with its blanks filled, each escaped."""
    return BLANK.sub(lambda found: quote(blanks[found[1]], safe=""), told)


def _at(said: Any, path: str) -> str:
    """What stands at "a.b.0" in an answer, as text; "" for nothing."""
    for step in path.split(".") if path else ():
        if isinstance(said, dict):
            said = cast("dict[str, Any]", said).get(step)
        elif isinstance(said, list) and step.isdigit():
            many = cast("list[Any]", said)
            said = many[int(step)] if int(step) < len(many) else None
        else:
            return ""
    if not path or said is None or isinstance(said, dict):
        return ""
    if isinstance(said, bool):
        return str(said).lower()
    return " ".join(map(str, cast("list[Any]", said))) if isinstance(said, list) else str(said)


def account(db: Reader, secrets: Secrets, _render: Render | None = None) -> Sms | None:
    """The shop's account at a gateway, None where none is set up; a preset's name stands for its words."""
    told = setting(db, "sms", dict[str, Any]())
    preset = PRESETS.get(str(told.get("preset", "")), {})
    told = {**preset, **told}
    return Sms(told, setting(db, "dlt", dict[str, Any]()), secrets.get(KEY)) if told.get("url") else None
