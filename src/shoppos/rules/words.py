"""An amount of money in words, in English or Hindi, as Indian invoices end with it.

The Hindi numbers are those of Unicode CLDR (common/rbnf/hi.xml). CLDR's Tamil ones only stand side by side, where
Tamil joins and changes them, and one of them is misspelt: an amount is no place for that, so Tamil papers keep English.
"""

# fmt: off
_ONES = (
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine",
    "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
)
# fmt: on
_TENS = ("Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
_SCALES = ((10_000_000, "Crore"), (100_000, "Lakh"), (1_000, "Thousand"), (100, "Hundred"))
# fmt: off
_HINDI = (
    "शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ",
    "दस", "ग्यारह", "बारह", "तेरह", "चौदह", "पन्द्रह", "सोलह", "सत्रह", "अठारह", "उन्नीस",
    "बीस", "इक्कीस", "बाईस", "तेईस", "चौबीस", "पच्चीस", "छब्बीस", "सत्ताईस", "अट्ठाईस", "उनतीस",
    "तीस", "इकतीस", "बत्तीस", "तैंतीस", "चौंतीस", "पैंतीस", "छत्तीस", "सैंतीस", "अड़तीस", "उनतालीस",
    "चालीस", "इकतालीस", "बयालीस", "तैंतालीस", "चौवालीस", "पैंतालीस", "छियालीस", "सैंतालीस", "अड़तालीस", "उनचास",
    "पचास", "इक्यावन", "बावन", "तिरेपन", "चौवन", "पचपन", "छप्पन", "सत्तावन", "अट्ठावन", "उनसठ",
    "साठ", "इकसठ", "बासठ", "तिरेसठ", "चौंसठ", "पैंसठ", "छियासठ", "सड़सठ", "अड़सठ", "उनहत्तर",
    "सत्तर", "इकहत्तर", "बहत्तर", "तिहत्तर", "चौहत्तर", "पचहत्तर", "छिहत्तर", "सतहत्तर", "अठहत्तर", "उनासी",
    "अस्सी", "इक्यासी", "बयासी", "तिरासी", "चौरासी", "पचासी", "छियासी", "सत्तासी", "अट्ठासी", "नवासी",
    "नब्बे", "इक्यानबे", "बानबे", "तिरानबे", "चौरानबे", "पंचानबे", "छियानबे", "सत्तानबे", "अट्ठानबे", "निन्यानबे",
)
# fmt: on
_HINDI_SCALES = ((10_000_000, "करोड़"), (100_000, "लाख"), (1_000, "हज़ार"), (100, "सौ"))


def in_words(paise: int) -> str:
    """The words of an amount: "Rupees One Lakh Twenty Three and Fifty Paise Only"; crores count on without end."""
    rupees, rest = divmod(abs(paise), 100)
    words = ["Minus"] if paise < 0 else []
    words += ["Rupee" if rupees == 1 else "Rupees", *_number(rupees)]
    if rest:
        words += ["and", *_number(rest), "Paisa" if rest == 1 else "Paise"]
    return " ".join([*words, "Only"])


def in_hindi(paise: int) -> str:
    """The words of an amount in Hindi: "एक लाख एक सौ तेईस रुपये पचास पैसे मात्र"."""
    rupees, rest = divmod(abs(paise), 100)
    words = ["ऋण"] if paise < 0 else []
    words += [*_hindi(rupees), "रुपया" if rupees == 1 else "रुपये"]
    if rest:
        words += [_HINDI[rest], "पैसा" if rest == 1 else "पैसे"]
    return " ".join([*words, "मात्र"])


def _hindi(n: int) -> list[str]:
    """The Hindi words of a whole number from zero; each number below a hundred has its own."""
    words: list[str] = []
    for size, name in _HINDI_SCALES:
        count, n = divmod(n, size)
        if count:
            words += [*_hindi(count), name]
    return [*words, _HINDI[n]] if n or not words else words


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
