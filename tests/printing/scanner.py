"""A scanner and a phone: the codes on rows of dots, read as they would read them off the paper."""

import zxingcpp

QUIET = 80
"""White dots around what is held before the scanner, as the paper's own margin."""
SHADES = bytes.maketrans(b"01", b"\xff\0")


def grey(rows):
    """Rows of bytes, a set bit black, as lines of grey pixels (0 = black) with a white margin."""
    across = len(rows[0]) * 8 + 2 * QUIET
    lines = [b"\xff" * across] * QUIET
    for row in rows:
        dots = f"{int.from_bytes(row, 'big'):0{8 * len(row)}b}".encode()
        lines.append(b"\xff" * QUIET + dots.translate(SHADES) + b"\xff" * QUIET)
    return [*lines, *[b"\xff" * across] * QUIET]


def read(rows):
    """{text: format} of every code on the rows."""
    lines = grey(rows)
    image = memoryview(b"".join(lines)).cast("B", shape=[len(lines), len(lines[0])])
    return {code.text: code.format.name for code in zxingcpp.read_barcodes(image)}


def ink(rows):
    """How many dots are black."""
    return sum(int.from_bytes(row, "big").bit_count() for row in rows)


def different(rows, others):
    """How many dots differ between two pictures of the same size."""
    assert [len(row) for row in rows] == [len(row) for row in others]
    return sum(
        (int.from_bytes(row, "big") ^ int.from_bytes(other, "big")).bit_count()
        for row, other in zip(rows, others, strict=True)
    )
