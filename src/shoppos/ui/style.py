"""How ShopPOS looks: two palettes of tested contrast, one style sheet, and sizes that follow the font."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from shoppos.base.paths import resource

BASE_POINTS = 11
"""Points of the running text at 100 %."""
PERCENTS = (90, 100, 110, 125, 150)
THEMES = ("system", "light", "dark")


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
    for path in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def font(points: float, *, bold: bool = False) -> QFont:
    """The program's font at `points` (at 100 %); a copy of the application's, which knows the Indic fallbacks."""
    made = QFont(QApplication.font())
    made.setPointSizeF(points * _Look.percent / 100)
    made.setBold(bold)
    return made


def apply(app: QApplication, *, theme: str = "system", percent: int = 100) -> None:
    """Dress the whole application; at once and again whenever the settings change."""
    dark = is_dark(theme)
    _Look.colours = DARK if dark else LIGHT
    _Look.percent = percent if percent in PERCENTS else 100
    app.setStyle("Fusion")
    app.setPalette(_palette(_Look.colours))
    base = QFont(app.font())
    base.setFamilies(["Noto Sans", "DejaVu Sans", "Noto Sans Devanagari", "Noto Sans Tamil"])
    base.setPointSizeF(BASE_POINTS * _Look.percent / 100)
    app.setFont(base)
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
    """The style sheet: widgets say what they are by their `role` property."""
    px = scaled
    return f"""
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit, QTextEdit, QDateEdit {{
    background: {c.card}; color: {c.text}; border: 1px solid {c.line}; border-radius: {px(8)}px;
    padding: {px(6)}px {px(10)}px; min-height: {px(30)}px; selection-background-color: {c.brand};
    selection-color: {c.on_brand}; placeholder-text-color: {c.quiet};
}}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus {{
    border: 2px solid {c.brand};
}}
QLineEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {c.error}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: {px(26)}px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{
    image: url("{resource("icons/down.svg").as_posix()}"); width: {px(14)}px; height: {px(14)}px;
}}
QPushButton {{
    background: {c.card}; color: {c.text}; border: 1px solid {c.line}; border-radius: {px(8)}px;
    padding: {px(6)}px {px(16)}px; min-height: {px(30)}px;
}}
QPushButton:hover {{ background: {c.raised}; }}
QPushButton:pressed {{ background: {c.line}; }}
QPushButton:focus {{ border: 2px solid {c.brand}; }}
QPushButton:disabled {{ color: {c.quiet}; background: {c.ground}; }}
QPushButton[role="primary"] {{
    background: {c.primary}; color: {c.on_primary}; border: 1px solid {c.primary}; font-weight: 600;
}}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="pay"] {{
    text-align: left; min-height: {px(40)}px; padding: {px(5)}px {px(16)}px; font-weight: 600; font-size: {px(17)}px;
}}
QPushButton[role="pay-first"] {{
    text-align: left; min-height: {px(40)}px; padding: {px(5)}px {px(16)}px; font-weight: 600; font-size: {px(17)}px;
    background: {c.primary}; color: {c.on_primary}; border: 1px solid {c.primary};
}}
QPushButton[role="pay-first"]:disabled, QPushButton[role="primary"]:disabled {{
    background: {c.raised}; color: {c.quiet}; border: 1px solid {c.line};
}}
QPushButton[role="note"] {{ min-height: {px(40)}px; font-weight: 600; font-size: {px(17)}px; padding: {px(5)}px; }}
QPushButton[role="chip"] {{ border-radius: 21px; min-height: 40px; padding: 1px {px(14)}px; }}
QPushButton[role="chip"]:checked {{ background: {c.brand_soft}; border: 1px solid {c.brand}; }}
QPushButton[role="nav"] {{
    border: none; background: transparent; padding: 2px {px(10)}px; min-height: 40px; color: {c.quiet};
}}
QPushButton[role="nav"]:hover {{ color: {c.text}; background: {c.raised}; }}
QPushButton[role="danger"] {{ color: {c.error}; border: 1px solid {c.error}; }}
QFrame[role="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: {px(10)}px; }}
QFrame[role="total"] {{ background: {c.brand}; border-radius: {px(10)}px; }}
QFrame[role="total"] QLabel {{ color: {c.on_brand}; }}
QFrame[role="warn"] {{ background: {c.warn_ground}; border-radius: {px(8)}px; }}
QFrame[role="warn"] QLabel {{ color: {c.warn}; }}
QFrame[role="error"] {{ background: {c.error_ground}; border-radius: {px(8)}px; }}
QFrame[role="error"] QLabel {{ color: {c.error}; }}
QFrame[role="good"] {{ background: {c.good_ground}; border-radius: {px(8)}px; }}
QFrame[role="good"] QLabel {{ color: {c.good}; }}
QLabel[role="quiet"] {{ color: {c.quiet}; }}
QLabel[role="title"] {{ font-size: {px(22)}px; font-weight: 700; }}
QLabel[role="heading"] {{ font-size: {px(17)}px; font-weight: 700; }}
QLabel[role="wrong"] {{ color: {c.error}; }}
QLabel[role="doubt"] {{ color: {c.warn}; }}
QLabel[role="hint"] {{ color: {c.quiet}; font-size: {px(13)}px; }}
QLineEdit[role="entry"] {{ font-size: {px(24)}px; padding: {px(8)}px {px(14)}px; border: 2px solid {c.brand}; }}
QTableView, QListView, QTreeView {{
    background: {c.card}; alternate-background-color: {c.stripe}; border: 1px solid {c.line}; border-radius: {px(8)}px;
    gridline-color: {c.raised}; selection-background-color: {c.brand}; selection-color: {c.on_brand}; outline: 0;
}}
QHeaderView::section {{
    background: {c.raised}; color: {c.quiet}; border: none; padding: {px(6)}px; font-weight: 600;
    min-height: {px(28)}px; font-size: {px(13)}px;
}}
QTableCornerButton::section {{ background: {c.raised}; border: none; }}
QCheckBox::indicator {{
    width: {px(18)}px; height: {px(18)}px; border: 1px solid {c.quiet}; border-radius: {px(4)}px; background: {c.card};
}}
QCheckBox::indicator:checked {{
    background: {c.brand}; border: 1px solid {c.brand}; image: url("{resource("icons/check.svg").as_posix()}");
}}
QCheckBox:focus {{ color: {c.good}; }}
QCheckBox, QRadioButton {{ spacing: {px(8)}px; min-height: {px(32)}px; }}
QProgressBar {{ border: 1px solid {c.line}; border-radius: {px(6)}px; text-align: center; min-height: {px(20)}px; }}
QProgressBar::chunk {{ background: {c.brand}; border-radius: {px(5)}px; }}
QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QTabBar::tab {{ padding: {px(8)}px {px(16)}px; min-height: {px(28)}px; }}
"""
