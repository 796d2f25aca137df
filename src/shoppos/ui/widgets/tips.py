"""What is told under the mouse: as it is written, since names come from people and files."""

from html import escape

from PySide6.QtGui import Qt


def tip(text: str) -> str:
    """The text for a tool tip; one that Qt would take for markup is told letter by letter."""
    if not Qt.mightBeRichText(text):
        return text
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"
