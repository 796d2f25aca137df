"""What the bank's message says: how much came in, when, from whom and under which UTR; never what went out."""

import re

from shoppos.base.errors import InvalidInput, Refused
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.rules.bank_words import NUMBER, Credit, find_utr, find_vpa, paise, read_moment, said

LONGEST = 20_000
"""Characters that are read of what was pasted."""
FLAGS = re.ASCII | re.IGNORECASE
CAME = re.compile(
    r"\b(?:credited|received|deposited|paid\s+you|credit\s+of|got)\b|\bcredit\s+alert\b|\bmoney\s+received\b", FLAGS
)
WENT = re.compile(
    r"debit|withdr[ae]w|\bspent\b|\bsent\b|\bdeducted\b|\bpurchase|\byou(?:'ve|\s+have)?\s+paid\b|\btrf\s+to\b|"
    r"\bpaid\s+(?:rs|inr|₹|\d|to\b|from\b|for\b|at\b|via\b|using\b)|\btransfer(?:red)?\s+to\b|\bdr\b|\bdr\.|\bcharged\b|"
    r"\bpayment\s+(?:of|to)\b[^.]{0,60}\b(?:made|to)\b(?!\s+(?:you|your))|\bautopay\b|\bmandate\b|\bemi\b",
    FLAGS,
)
NOT_YET = re.compile(
    r"\bwill\s+be\b|\bto\s+be\s+credited\b|\bnot\s+(?:been\s+|yet\s+)*(?:credited|received|deposited)\b|\bfail|\bdeclin|"
    r"\bpending\b|\bunsuccessful\b|\brequest|\botp\b|\breject|\bcredit\s+card\b|\bon\s+hold\b|\bcould\s+not\b|\bif\s+not\b|"
    r"\bcan\s+be\s+credited\b|\bget(?:s|ting)?\s+credited\b|\bonce\b|\bwhen\b|\bun(?:able|credited)\b",
    FLAGS,
)
AMOUNT = re.compile(rf"(?:₹|\brs\b\.?|\brs\.?(?=\d)|\binr\b\.?|\binr(?=\d))\s*:?\s*({NUMBER})", re.IGNORECASE)
BARE = re.compile(rf"\bcredited\s+(?:by|with|for)\s+({NUMBER})", FLAGS)
BALANCE = re.compile(
    r"(?:bal|balance|limit|lmt|avl|avbl|aval|avail|available|avlbl|clr|ledger)\b[\w\s.:/()-]{0,22}$", FLAGS
)
PAYER = re.compile(
    r"\b(?:from|by|frm)\s+(?:vpa\s+|a/c\s+linked\s+to\s+(?:vpa|mobile)\s+|upi\s+id\s+|mr\.?\s+|ms\.?\s+|mrs\.?\s+)?"
    r"([A-Za-z0-9@._][A-Za-z0-9@._ &'/-]{1,60}?)(?=\s*(?:[.,;()]|$|-\s|\s(?:on|via|through|thru|ref|refno|upi|utr|rrn|"
    r"imps|neft|to|in|into|at|using|linked|towards|for|info)\b))",
    FLAGS,
)
NEFT = re.compile(r"(?<![A-Z0-9])[A-Z]{4}[A-Z0-9]\d{10,17}(?![A-Z0-9])", re.ASCII)


def read(text: str) -> tuple[Credit, ...]:
    """The payments that pasted messages tell of, in their order; one message, or several with empty lines between.

    Refused for a message about money that left, or that did not come yet; InvalidInput for what is no bank's message.
    What cannot be read refuses all of it: nobody shall think that a payment was noted.
    """
    blocks = [block for block in re.split(r"\n\s*\n", _plain(text)) if block.strip()]
    if not blocks:
        raise InvalidInput(_("There is no message to read."), _("Copy the bank's message and paste it."), "text")
    found = list[Credit]()
    for block in blocks:
        lines = [line for line in block.splitlines() if line.strip()]
        if len(lines) > 1 and all(CAME.search(line) and AMOUNT.search(line) for line in lines):
            found.extend(map(_one, lines))
        else:
            found.append(_one(" ".join(lines)))
    return tuple(found)


def _plain(text: str) -> str:
    """The text with digits of one kind; lines stay, everything else that is no sign becomes a space."""
    lines = ascii_digits(text[:LONGEST]).splitlines()
    return "\n".join(clean(line, LONGEST) for line in lines)


def _one(text: str) -> Credit:
    """One message."""
    came, went = CAME.search(text), WENT.search(text)
    if went:
        raise Refused(
            _("This message speaks of money that left: {said}").format(said=clean(text, 80)),
            _("Paste only messages about money that came in."),
        )
    if not came:
        raise InvalidInput(
            _("This is no message about money that came in: {said}").format(said=clean(text, 80)),
            _("Copy the whole message of the bank, or enter the payment by its UTR."),
            "text",
        )
    if NOT_YET.search(text):
        raise Refused(
            _("This message does not say that money has come: {said}").format(said=clean(text, 80)),
            _("Wait for the bank's message that it was credited."),
        )
    day = read_moment(text)
    neft = NEFT.search(text)
    utr = find_utr(text)
    return Credit(
        _amount(text), utr, _payer(text), said(text), day, key=neft[0] if neft and not utr else ""
    )  # fmt: skip


def _amount(text: str) -> int:
    """The one amount that is no balance; InvalidInput where there is none, or no telling which."""
    found = {
        paise(match[1])
        for match in AMOUNT.finditer(text)
        if not BALANCE.search(text[max(match.start() - 40, 0) : match.start()])
    }
    if not found:
        found = {paise(match[1]) for match in BARE.finditer(text)}
    amount = next(iter(found)) if len(found) == 1 else None
    if amount is None:
        raise InvalidInput(
            _("It is not clear how much came in: {said}").format(said=clean(text, 80)),
            _("Enter the payment by its amount and UTR."),
            "text",
        )
    return amount


def _payer(text: str) -> str:
    """Who paid, as far as the message says it: a UPI address, else a name."""
    vpa = find_vpa(text)
    if vpa:
        return vpa
    for match in PAYER.finditer(text):
        name = clean(match[1], 60)
        if re.search(r"[A-Za-z]{2}", name) and not re.match(
            r"(?:a/c|acct?|rs|inr|upi|your|you|bank|date)\b", name, FLAGS
        ):
            return name
    return ""
