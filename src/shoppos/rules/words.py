"""An amount of money in English words, as Indian invoices end with it."""

# fmt: off
_ONES = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
)
# fmt: on
_TENS = ("Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_SCALES = ((10_000_000, "Crore"), (100_000, "Lakh"), (1_000, "Thousand"), (100, "Hundred"))


def in_words(paise: int) -> str:
    """The words of an amount: "Rupees One Lakh Twenty Three and Fifty Paise Only"; crores count on without end."""
    rupees, rest = divmod(abs(paise), 100)
    words = ["Minus"] if paise < 0 else []
    words += ["Rupee" if rupees == 1 else "Rupees", *_number(rupees)]
    if rest:
        words += ["and", *_number(rest), "Paisa" if rest == 1 else "Paise"]
    return " ".join([*words, "Only"])


def _number(n: int) -> list[str]:
    """The words of a whole number from zero."""
    words: list[str] = []
    for size, name in _SCALES:
        count, n = divmod(n, size)
        if count:
            words += [*_number(count), name]
    if n >= len(_ONES):
        words.append(_TENS[n // 10 - 2])
        n %= 10
        return [*words, _ONES[n]] if n else words
    return [*words, _ONES[n]] if n or not words else words
