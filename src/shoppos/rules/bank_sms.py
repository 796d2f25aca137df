"""What the bank's message says: how much came in, when, from whom and under which UTR; never what went out."""

import re
from dataclasses import dataclass

from shoppos.base.errors import InvalidInput, Refused, ShopError
from shoppos.base.i18n import _
from shoppos.base.text import ascii_digits, clean
from shoppos.rules.bank_words import NUMBER, Credit, find_utr, find_vpa, paise, read_moment, said

LONGEST = 20_000
"""Characters that are read of what was pasted."""
SHOWN = 120
"""Characters of a message that a refusal repeats."""
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
SENTENCE = re.compile(r"(?<=[.;!?])(?<!\b[Rr]s\.)(?<!INR\.)(?<!\b[Nn]o\.)(?<!\bA/c\.)\s+|\s+(?=If\b|IF\b|In\s+case\b)")
"""Where a sentence ends; not behind Rs. and its like, and where If begins another without a stop before it."""
IF = re.compile(r"(?:if|in\s+case)\b", FLAGS)
CALL = re.compile(r"\b(?:call|sms|dial|contact|report|block|visit|write|mail|forward|fwd)\b", FLAGS)
"""What the bank's help asks for: If Rs 5 debited wrongly, call 1800 …"""
NEFT = re.compile(r"(?<![A-Z0-9])[A-Z]{4}[A-Z0-9]\d{10,17}(?![A-Z0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What pasted messages tell: the payments that came in, in their order, and why each other one is not taken."""

    credits: tuple[Credit, ...]
    refused: tuple[ShopError, ...] = ()


def read_all(text: str) -> Pasted:
    """Several messages, each judged on its own; empty lines stand between them, or each begins with its own UTR.

    InvalidInput where there is no message at all.
    """
    found, refused = list[Credit](), list[ShopError]()
    for message in _messages(text):
        try:
            found.append(read(message))
        except ShopError as error:
            refused.append(error)
    if not found and not refused:
        raise InvalidInput(_("There is no message to read."), _("Copy the bank's message and paste it."), "text")
    return Pasted(tuple(found), tuple(refused))


def read(text: str) -> Credit:
    """The payment that one message tells of.

    Refused for a message about money that left, or that did not come yet; InvalidInput for what is no bank's message.
    """
    whole = " ".join(_plain(text).split())
    return _one(whole, _without_help(whole))


def _messages(text: str) -> list[str]:
    """The messages one by one: a block without empty lines is several where its lines say so."""
    found = list[str]()
    for block in re.split(r"\n\s*\n", _plain(text)):
        lines = [line for line in block.splitlines() if line.strip()]
        if len(lines) > 1 and all(CAME.search(line) and AMOUNT.search(line) for line in lines):
            found += lines
        elif lines:
            found += _apart(lines)
    return found


def _apart(lines: list[str]) -> list[str]:
    """A block cut before each line that tells of another payment: it has a verb, an amount and a UTR of its own.

    What stands before the first belongs to it, everything else to the one above: half of a debit is no credit.
    """
    cuts, seen = list[int](), set[str]()
    for at, line in enumerate(lines):
        utr = find_utr(line)
        if utr and utr not in seen and AMOUNT.search(line) and (CAME.search(line) or WENT.search(line)):
            seen.add(utr)
            cuts.append(at)
    starts = [0, *cuts[1:]]
    return [" ".join(lines[at:end]) for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _without_help(text: str) -> str:
    """The message without the sentences that say whom to call if something is wrong; one about a credit stays."""
    parts = SENTENCE.split(text)
    return " ".join(part for part in parts if not (IF.match(part) and CALL.search(part) and not CAME.search(part)))


def _plain(text: str) -> str:
    """The text with digits of one kind; lines stay, everything else that is no sign becomes a space."""
    lines = ascii_digits(text[:LONGEST]).splitlines()
    return "\n".join(clean(line, LONGEST) for line in lines)


def _one(whole: str, text: str) -> Credit:
    """One message; `text` is what it says of money, without the bank's help."""
    came, went = CAME.search(text), WENT.search(text)
    if went:
        raise Refused(
            _("This message speaks of money that left: {said}").format(said=_shown(text)),
            _("Paste only messages about money that came in."),
        )
    if not came:
        raise InvalidInput(
            _("This is no message about money that came in: {said}").format(said=_shown(text)),
            _("Copy the whole message of the bank, or enter the payment by its UTR."),
            "text",
        )
    if NOT_YET.search(text):
        raise Refused(
            _("This message does not say that money has come: {said}").format(said=_shown(text)),
            _("Wait for the bank's message that it was credited."),
        )
    day = read_moment(text)
    neft = NEFT.search(text)
    utr = find_utr(text)
    return Credit(
        _amount(text), utr, _payer(text), said(whole), day, key=neft[0] if neft and not utr else ""
    )  # fmt: skip


def _shown(text: str) -> str:
    """So much of a message as tells which it is, never a part of a word or of a number."""
    shown = clean(text, LONGEST)
    return shown if len(shown) <= SHOWN else f"{shown[:SHOWN].rpartition(' ')[0]} …"


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
            _("It is not clear how much came in: {said}").format(said=_shown(text)),
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
