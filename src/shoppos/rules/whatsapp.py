"""Links that open a message in another program, addressed and written; the person there presses send."""

from urllib.parse import quote

SAFE = "!~*'()"
"""What encodeURIComponent leaves as it is beside letters, digits, - _ and the point (ECMA-262, 19.2.6.4)."""
INDIA = "91"


def whatsapp(phone: str, text: str = "") -> str:
    """The link that opens a chat with an Indian mobile number (ten digits) and this text in it."""
    asked = f"?text={quote(text, safe=SAFE)}" if text else ""
    return f"https://wa.me/{INDIA}{phone}{asked}"


def mailto(address: str, subject: str = "", body: str = "") -> str:
    """The link that opens a mail to an address (RFC 6068): line ends as CR LF, everything else escaped."""
    text = "\r\n".join(body.split("\n"))
    asked = "&".join(
        f"{name}={quote(value, safe='')}" for name, value in (("subject", subject), ("body", text)) if value
    )
    return f"mailto:{quote(address, safe='@')}" + (f"?{asked}" if asked else "")


def telegram(bot: str, code: str = "") -> str:
    """The link that opens a chat with a Telegram bot; the code tells whose chat it is (Bot API, deep linking)."""
    return f"https://t.me/{bot}" + (f"?start={code}" if code else "")
