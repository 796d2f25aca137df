"""How ShopPOS looks: two palettes of tested contrast, one style sheet, and sizes that follow the font."""

import re
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from shoppos.base.paths import resource

BASE_POINTS = 11
"""Points of the running text at 100 %."""
PERCENTS = (90, 100, 110, 125, 150)
THEMES = ("system", "light", "dark")
NAME = "fusion"
"""Qt's own style that follows a palette on every system."""
GIVEN = "startedWithStyle"
"""A property of the application: it was started with that style."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One look. Every text colour stands at 4.5:1 or more on the ground it is used on (WCAG 2.2 AA)."""

    ground: str
    card: str
    raised: str
    line: str
    text: str
    quiet: str
    brand: str
    on_brand: str
    brand_soft: str
    primary: str
    on_primary: str
    warn_ground: str
    warn: str
    error_ground: str
    error: str
    good_ground: str
    good: str
    stripe: str


LIGHT = Colours(
    ground="#f3f5f7", card="#ffffff", raised="#eaeff2", line="#cfd6dc", text="#14181c", quiet="#4b565f",
    brand="#0b6e4f", on_brand="#ffffff", brand_soft="#e2f2ec", primary="#0b57d0", on_primary="#ffffff",
    warn_ground="#fff4d6", warn="#7a4a00", error_ground="#fdeceb", error="#b3261e", good_ground="#e2f2ec",
    good="#0b6e4f", stripe="#f8fafa",
)  # fmt: skip
DARK = Colours(
    ground="#0d1117", card="#161b22", raised="#1f2630", line="#364150", text="#e6edf3", quiet="#9aa5b1",
    brand="#0f7a58", on_brand="#ffffff", brand_soft="#12332a", primary="#1a5fc4", on_primary="#ffffff",
    warn_ground="#3a2d0b", warn="#ffd479", error_ground="#3d1916", error="#ffb4ab", good_ground="#12332a",
    good="#7fdcb8", stripe="#1a2029",
)  # fmt: skip


class _Look:
    """The look in force, for widgets that paint themselves."""

    colours: Colours = LIGHT
    percent: int = 100


def colours() -> Colours:
    """The colours in force."""
    return _Look.colours


def scaled(pixels: int) -> int:
    """A length drawn for 100 %, at the font size in force."""
    return round(pixels * _Look.percent / 100)


def is_dark(theme: str) -> bool:
    """Whether `theme` (one of THEMES) is dark here; "system" asks the desktop."""
    if theme != "system":
        return theme == "dark"
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128  # noqa: PLR2004  (half of 255)


def load_fonts() -> None:
    """Make the shipped faces of ten scripts known to Qt; after the first paint, since it takes some 10 ms."""
    from PySide6.QtGui import QFontDatabase

    for path in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(points: float, *, bold: bool = False) -> QFont:
    """The program's font at `points` (at 100 %); a copy of the application's, which knows the Indic fallbacks."""
    made = QFont(QApplication.font())
    made.setPointSizeF(points * _Look.percent / 100)
    made.setBold(bold)
    return made


def prepare(app: QApplication, *, theme: str = "system", percent: int = 100) -> None:
    """Colours and letters without the style sheet: what is built now and dressed by `apply` before it is shown is
    polished once, not at each step of its building (9 ms of the first paint).
    """
    dark = is_dark(theme)
    _Look.colours = DARK if dark else LIGHT
    _Look.percent = percent if percent in PERCENTS else 100
    if app.property(GIVEN) is None:
        app.setStyle(NAME)  # hands its style back, which takes Python 5 ms to know; the window is started with it
    app.setPalette(_palette(_Look.colours))
    base = QFont(app.font())
    base.setFamilies(["Noto Sans", "DejaVu Sans", "Noto Sans Devanagari", "Noto Sans Tamil"])
    base.setPointSizeF(BASE_POINTS * _Look.percent / 100)
    app.setFont(base)


def apply(app: QApplication, *, theme: str = "system", percent: int = 100) -> None:
    """Dress the whole application; at once and again whenever the settings change."""
    prepare(app, theme=theme, percent=percent)
    app.setStyleSheet(_sheet(_Look.colours))


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    pairs = (
        (role.Window, c.ground), (role.WindowText, c.text), (role.Base, c.card), (role.AlternateBase, c.stripe),
        (role.Text, c.text), (role.Button, c.card), (role.ButtonText, c.text), (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text), (role.Highlight, c.brand), (role.HighlightedText, c.on_brand),
        (role.PlaceholderText, c.quiet), (role.Link, c.primary), (role.Mid, c.line), (role.Light, c.raised),
    )  # fmt: skip
    for which, colour in pairs:
        made.setColor(which, QColor(colour))
    for which in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.quiet))
    return made


def _sheet(c: Colours) -> str:
    """The style sheet with its `dp` lengths and `@` names filled in; widgets say what they are by their `role`."""
    text = resource("style/shoppos.qss").read_text(encoding="utf-8")
    text = text.replace("@icons", resource("icons").as_posix())
    text = re.sub(r"(\d+)dp", lambda found: f"{scaled(int(found[1]))}px", text)
    return re.sub(r"@(\w+)", lambda found: getattr(c, found[1]), text)
