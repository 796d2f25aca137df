"""Charts are read back: their SVG as a browser reads it, and the pixels that Qt makes of it."""

import re
import xml.etree.ElementTree as ET

import pytest

from shoppos.reports.charts import SHAPES, Chart, Series, draw, heat_of, svg, ticks
from shoppos.reports.drawing import DARK, LIGHT, Box
from shoppos.reports.report import Kind

NS = "{http://www.w3.org/2000/svg}"
MONTHS = ("Jan", "Feb", "Mar", "Apr")
HOSTILE = '</svg><script>alert(1)</script>&"\x1b[31m\u202e'


def read(text):
    return ET.fromstring(text)


def boxes(root, fill):
    return [box for box in root.iter(f"{NS}rect") if box.get("fill") == LIGHT[fill]]


def measure(boxes_, name):
    return [float(box.get(name)) for box in boxes_]


def chart(shape, *values, labels=MONTHS, kind=Kind.MONEY, names=("Sales", "Before")):
    series = tuple(Series(name, tuple(one)) for name, one in zip(names, values, strict=False))
    return Chart(shape, "Sales", labels, series, "April was best", kind)


def painted(text, dark=False, width=640):
    """What Qt draws of it."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    size = renderer.defaultSize()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(DARK["ground"] if dark else "#ffffff"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def counted(image, colour):
    from PySide6.QtGui import QColor

    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width()))


def test_bars_are_as_high_as_their_values():
    root = read(svg(chart("bar", [10_000, 20_000, 0, 50_000]), 640))
    heights = measure(boxes(root, "accent"), "height")
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.03)
    assert heights[3] == pytest.approx(5 * heights[0], abs=0.06)
    assert heights[2] == 0
    assert [box.find(f"{NS}title").text for box in boxes(root, "accent")] == [
        "Jan: ₹100", "Feb: ₹200", "Mar: ₹0", "Apr: ₹500",
    ]  # fmt: skip


def test_a_loss_hangs_below_the_line_in_a_colour_of_its_own():
    root = read(svg(chart("bar", [10_000, -10_000]), 640))
    (up,), (down,) = boxes(root, "accent"), boxes(root, "warn")
    assert float(up.get("height")) == pytest.approx(float(down.get("height")), abs=0.02)
    assert float(down.get("y")) == pytest.approx(float(up.get("y")) + float(up.get("height")), abs=0.02)


def test_two_series_stand_side_by_side_and_are_named():
    root = read(svg(chart("bar", [10, 20, 30, 40], [5, 10, 15, 20], kind=Kind.WHOLE), 640))
    now, before = boxes(root, "accent")[1:], boxes(root, "before")[1:]  # the first of each is the key
    assert [n / b for n, b in zip(measure(now, "height"), measure(before, "height"), strict=True)] == pytest.approx(
        [2, 2, 2, 2], rel=0.01
    )
    assert all(float(n.get("x")) > float(b.get("x")) for n, b in zip(now, before, strict=True))
    assert {"Sales", "Before"} <= {text.text for text in root.iter(f"{NS}text")}


def test_a_line_passes_through_its_values_and_stops_where_there_are_none():
    root = read(svg(chart("line", [100, 300, None, 200]), 640))
    lines = [one for one in root.iter(f"{NS}polyline") if one.get("stroke") == LIGHT["accent"]]
    assert [len(one.get("points").split()) for one in lines] == [2, 1]
    (_x1, y1), (_x2, y2) = (map(float, point.split(",")) for point in lines[0].get("points").split())
    zero = max(float(one.get("points").split()[0].split(",")[1]) for one in root.iter(f"{NS}polyline"))
    assert (zero - y2) / (zero - y1) == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize("width", [328, 640])
def test_a_ranking_is_as_long_as_its_values_and_each_says_its_own(width):
    root = read(svg(chart("hbar", [400_00, 100_00, 0, -50_00]), width))
    wide = measure(boxes(root, "accent"), "width")
    assert wide[0] == pytest.approx(4 * wide[1], rel=0.01)
    assert measure(boxes(root, "warn"), "width")[0] == pytest.approx(wide[1] / 2, rel=0.01)
    said = [text.text for text in root.iter(f"{NS}text")]
    assert {"₹400", "₹100", "₹0", "-₹50", *MONTHS} == set(said)


def test_the_parts_of_a_ring_are_the_parts_of_the_whole():
    root = read(svg(chart("donut", [50_00, 25_00, 25_00], labels=("Cash", "UPI", "Card")), 640))
    paths = list(root.iter(f"{NS}path"))
    assert len(paths) == 3
    areas = [area([tuple(map(float, point.split())) for point in path.get("d")[1:-1].split("L")]) for path in paths]
    assert areas[0] == pytest.approx(areas[1] + areas[2], rel=0.01)
    assert any("50 %" in (text.text or "") for text in root.iter(f"{NS}text"))


def area(points):
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def test_one_part_that_is_all_is_a_whole_ring():
    image = painted(svg(chart("donut", [50_00, 0], labels=("Cash", "UPI")), 640))
    assert counted(image, LIGHT["part0"]) > 8000


def test_a_map_is_hotter_where_more_was_sold_and_frames_the_hottest():
    rows = (Series("Mon", (0, 100, 600)), Series("Tue", (300, 0, 50)))
    root = read(svg(Chart("heat", "Hours", ("9", "10", "11"), rows, "Monday 11"), 640))
    cells = [box for box in root.iter(f"{NS}rect") if box.find(f"{NS}title") is not None and not box.get("stroke")]
    assert [box.get("fill") for box in cells] == [LIGHT[f"heat{n}"] for n in (0, 2, 6, 4, 0, 1)]
    (peak,) = [box for box in root.iter(f"{NS}rect") if box.get("stroke")]
    assert peak.find(f"{NS}title").text == "Mon 11: ₹6"
    assert [heat_of(value, 600) for value in (0, 1, 599, 600, -5)] == [0, 1, 6, 6, 0]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dark", [False, True])
def test_qt_draws_every_chart_in_its_colours(shape, dark):
    colours = DARK if dark else LIGHT
    image = painted(svg(chart(shape, [100_00, 200_00, 300_00, 700_00]), 640, dark=dark), dark)
    main = {"donut": "part3", "heat": "heat6"}.get(shape, "accent")
    assert counted(image, colours[main]) > 100
    assert (image.width(), image.height() > 30) == (640, True)


def test_qt_fills_as_many_pixels_as_the_values_say():
    image = painted(svg(chart("hbar", [100_00, 50_00], labels=("a", "b")), 640))
    one = painted(svg(chart("hbar", [100_00], labels=("a",)), 640))
    assert counted(image, LIGHT["accent"]) == pytest.approx(1.5 * counted(one, LIGHT["accent"]), rel=0.02)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("values", [(), (0, 0), (None, None), (-5, 10**15)])
def test_a_chart_of_nothing_or_too_much_is_still_a_chart(shape, values):
    text = svg(chart(shape, values, labels=MONTHS[: len(values)]), 320)
    root = read(text)
    assert painted(text).width() == 320
    assert all(float(box.get("height")) >= 0 and float(box.get("width")) >= 0 for box in root.iter(f"{NS}rect"))
    assert not re.search(r"nan|inf", text)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_name_stays_text(shape):
    series = (Series(HOSTILE, (100, 200)), Series(HOSTILE, (100, 200)))
    text = svg(Chart(shape, HOSTILE, (HOSTILE, HOSTILE), series, HOSTILE), 640)
    root = read(text)
    assert not list(root.iter(f"{NS}script"))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert root.get("aria-label").startswith("</svg><script>")


def test_a_chart_says_itself_to_who_cannot_see_it_and_needs_nothing_else():
    text = svg(chart("bar", [1, 2, 3, 4]), 640)
    root = read(text)
    assert (root.get("role"), root.get("aria-label"), root.find(f"{NS}desc").text) == ("img", "Sales", "April was best")
    assert not re.search(r"url\(|href|style|class|clip|var\(|foreignObject|<!", text)


def test_the_marks_of_an_axis_are_few_and_round():
    assert ticks(0, 0) == [0, 1]
    assert ticks(0, 7) == [0, 2, 4, 6, 8]
    assert ticks(0, 123_456) == [0, 50_000, 100_000, 150_000]
    assert ticks(-40, 100) == [-50, 0, 50, 100]
    for high in (1, 9, 10, 11, 99, 12_345, 10**12):
        marks = ticks(0, high)
        assert len(marks) <= 6
        assert marks[-1] >= high


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_words_are_readable_and_heat_rises_with_light_alone(colours):
    assert contrast(colours["ink"], colours["ground"]) >= 7
    assert contrast(colours["muted"], colours["ground"]) >= 4.5
    assert all(contrast(colours[f"part{n}"], colours["ground"]) >= 2.5 for n in range(6))
    light = [luminance(colours[f"heat{n}"]) for n in range(7)]
    assert light in (sorted(light), sorted(light, reverse=True))


@pytest.mark.parametrize("shape", ["bar", "line", "heat", "hbar"])
def test_a_chart_is_as_low_as_there_is_room_and_says_the_same(shape: str) -> None:
    labels = tuple(f"Shelf {n}" for n in range(7))
    series = tuple(
        Series(name, tuple(range(100, 800, 100))) for name in (("Mon", "Tue") if shape == "heat" else ("Now",))
    )
    told = Chart(shape, "Title", labels, series, "said")
    free, low = draw(told, 900), draw(told, 900, 150)
    assert low.height <= 150.5
    assert low.height <= free.height
    assert [one.said for one in free.shapes if isinstance(one, Box)] == [
        one.said for one in low.shapes if isinstance(one, Box)
    ]
