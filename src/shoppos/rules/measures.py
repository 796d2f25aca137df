"""Weights and volumes as one says them: grams of what is sold by the kilogram, millilitres of the litre."""

KILO, LITRE = "KG", "L"
SAID = {"kg": (KILO, 1), "g": (KILO, 1000), "gm": (KILO, 1000), "l": (LITRE, 1), "ltr": (LITRE, 1), "ml": (LITRE, 1000)}
"""What is typed behind a number: the measure it is of, and how many of it make one."""
WHOLE = {KILO: frozenset({"KG", "KGS"}), LITRE: frozenset({"L", "LTR", "LTRS", "LITRE"})}
PARTS = {KILO: frozenset({"G", "GM", "GMS", "GRM"}), LITRE: frozenset({"ML"})}
"""Units of products, written as the GST portal and people write them."""


def of_measure(milli: int, said: str) -> tuple[int, str] | None:
    """Thousandths of a kilogram or litre, and which, for so many thousandths of what was said; None below 1 g or ml."""
    measure, parts = SAID[said.casefold()]
    return None if milli % parts else (milli // parts, measure)


def in_unit(milli: int, measure: str, unit: str) -> int | None:
    """Thousandths of a product's own unit; None for a product that is not sold by weight or volume."""
    if not measure or unit in WHOLE[measure]:
        return milli
    return milli * 1000 if unit in PARTS[measure] else None
