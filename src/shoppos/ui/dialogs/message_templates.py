"""How the shop says each step: by channel and by language, with a look at it before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from shoppos.base.errors import ShopError
from shoppos.base.i18n import BILL_LANGUAGES, _, ngettext
from shoppos.rules.message_words import BLANKS, CHANNELS, EMAIL, SMS, STEPS, channel_said, step_said
from shoppos.ui.dialogs.order_ask import beside
from shoppos.ui.style import scaled
from shoppos.ui.widgets.flow import Flow
from shoppos.ui.widgets.form import Field, choice, choose, line, polish, words
from shoppos.ui.widgets.labels import Card
from shoppos.ui.widgets.tables import roomy

if TYPE_CHECKING:
    from shoppos.rules.dlt import Length
    from shoppos.shop.message_templates import Template
    from shoppos.ui.context import Context

SIZE = (980, 600)
EDGE = 20
HIGH, LIST = 116, 210


class TemplatesDialog(QDialog):
    """Steps at the left, the text in the middle; what stands below is how a customer reads it, with sample values."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        """Show the first step as it is said in English."""
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(_("Texts of messages"))
        self.steps = QListWidget()
        self.steps.setAccessibleName(_("Step"))
        roomy(self.steps)
        self.channel: Field[QComboBox] = Field(
            "channel",
            _("Channel"),
            choice([(_("Any channel"), ""), *((channel_said(one), one) for one in CHANNELS)], ""),
        )
        self.language: Field[QComboBox] = Field(
            "language", _("Language"), choice([(name, code) for code, name in BILL_LANGUAGES.items()], "en")
        )
        self.subject: Field[QLineEdit] = Field("subject", _("Subject of a mail"), line(most=120))
        self.body: Field[QPlainTextEdit] = Field("body", _("Text"), QPlainTextEdit())
        self.body.editor.setTabChangesFocus(True)
        self.body.editor.setFixedHeight(scaled(HIGH))
        self.blank = choice([(_("Put in a blank …"), ""), *((_blank_said(one), one) for one in BLANKS)], "")
        self.blank.setAccessibleName(_("Put in a blank …"))
        self.registered: Field[QLineEdit] = Field(
            "registered", _("DLT template's id"), line(most=40), hint=_("As the operator gave it for this text")
        )
        self.told = QCheckBox(_("Tell customers of this step"))
        self.preview = words("")
        self.preview.setAccessibleName(_("Preview"))
        self.about = words("", role="hint")
        self.wrong = words("", role="wrong")
        self.close_button, self.reset, self.keep = QPushButton(), QPushButton(), QPushButton()
        self._template: Template | None = None
        self._lay_out()
        self._fill_steps()
        self._connect()
        self.steps.setCurrentRow(0)
        self.steps.setFocus()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, scaled(6), 0)
        column.setSpacing(scaled(6))
        column.addWidget(beside(self.channel, self.language))
        column.addWidget(self.subject)
        column.addWidget(self.body)
        card = Card()
        shown = QVBoxLayout(card)
        shown.addWidget(self.preview)
        column.addWidget(words(_("So it arrives, with sample values:"), role="hint"))
        column.addWidget(card)
        column.addWidget(self.about)
        for widget in (self.blank, self.registered, self.told):
            column.addWidget(widget)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        both = QHBoxLayout()
        both.setSpacing(scaled(12))
        self.steps.setFixedWidth(scaled(LIST))
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both.addWidget(self.steps)
        both.addWidget(area, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*(scaled(14),) * 4)
        whole.addLayout(both, 1)
        whole.addWidget(self.wrong)
        whole.addLayout(self._acts())
        room = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(scaled(SIZE[0]), room.width() - EDGE), min(scaled(SIZE[1]), room.height() - EDGE))

    def _acts(self) -> Flow:
        acts = Flow(gap=scaled(8))
        self.close_button.setText(_("Close (Esc)"))
        self.reset.setText(_("As ShopPOS says it"))
        self.keep.setText(_("Keep (Ctrl+Enter)"))
        self.keep.setProperty("role", "primary")
        for button in (self.keep, self.reset, self.close_button):
            button.setMinimumHeight(scaled(44))
            button.setAutoDefault(False)
            acts.addWidget(button)
        return acts

    def _connect(self) -> None:
        self.steps.currentRowChanged.connect(self._show)
        for box in (self.channel.editor, self.language.editor):
            box.currentIndexChanged.connect(self._show)
        self.subject.editor.textEdited.connect(self._look)
        self.registered.editor.textEdited.connect(self._look)
        self.body.editor.textChanged.connect(self._look)
        self.told.toggled.connect(self._look)
        self.blank.activated.connect(self._put_blank)
        self.keep.clicked.connect(self.save)
        self.reset.clicked.connect(self.forget)
        self.close_button.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self.save)

    def _fill_steps(self) -> None:
        """The steps, with a mark where the shop has its own words or tells nothing."""
        texts = self.context.shop.messages.texts
        own = {one.step: one for one in texts.every() if one.own}
        at = max(self.steps.currentRow(), 0)
        self.steps.blockSignals(True)
        self.steps.clear()
        for step in STEPS:
            mark = ""
            if step in own:
                mark = _(" · own words") if own[step].active else _(" · not told")
            self.steps.addItem(step_said(step) + mark)
        self.steps.setCurrentRow(at)
        self.steps.blockSignals(False)

    # -- one template

    @property
    def chosen(self) -> tuple[str, str, str]:
        """Step, channel and language that are shown."""
        step = STEPS[max(self.steps.currentRow(), 0)]
        return step, str(self.channel.editor.currentData()), str(self.language.editor.currentData())

    def _show(self) -> None:
        """Fill the form with how that is said now."""
        step, channel, language = self.chosen
        every = self.context.shop.messages.texts.every(language)
        found = [one for one in every if one.step == step and one.channel in {channel, ""}]
        one = next((one for one in found if one.channel == channel), found[0])
        self._template = one
        for editor in (self.body.editor, self.told):
            editor.blockSignals(True)
        self.subject.editor.setText(one.subject)
        self.body.editor.setPlainText(one.body)
        self.registered.editor.setText(one.registered)
        self.told.setChecked(one.active)
        for editor in (self.body.editor, self.told):
            editor.blockSignals(False)
        self.subject.setVisible(channel in {EMAIL, ""})
        self.registered.setVisible(channel == SMS)
        self.reset.setEnabled(one.own and one.channel == channel)
        self._look()

    def typed(self) -> Template:
        """The template as it stands in the form."""
        from shoppos.shop.message_templates import Template

        step, channel, language = self.chosen
        return Template(
            step, channel, language, self.subject.editor.text(), self.body.editor.toPlainText(),
            self.registered.editor.text().strip(), active=self.told.isChecked(), own=True,
        )  # fmt: skip

    def _look(self) -> None:
        """How it arrives, how long an SMS is, and what the DLT list has against it."""
        self._say("")
        try:
            shown = self.context.shop.messages.texts.preview(self.typed())
        except ShopError as error:
            self.preview.setText("")
            self._say(str(error))
            return
        self.preview.setText("\n".join(part for part in (shown.subject, shown.body) if part))
        about = [_said(shown.length)] if shown.length is not None else []
        if not self.told.isChecked():
            about.append(_("Customers are not told of this step."))
        about += [f"⚠ {sentence}" for sentence in shown.wrong]
        if shown.length is not None and not shown.wrong:
            about.append(self._list_said())
        self.about.setText("\n".join(part for part in about if part))
        role = "doubt" if shown.wrong else "hint"
        if self.about.property("role") != role:
            self.about.setProperty("role", role)
            polish(self.about)

    def _list_said(self) -> str:
        kept: dict[str, Any] = self.context.shop.settings.get("dlt", {})
        if not kept.get("entity"):
            return _("The shop keeps no DLT list: an operator in India refuses such an SMS.")
        return _("It equals the text that is registered on the DLT list.")

    def _put_blank(self) -> None:
        name = str(self.blank.currentData())
        if name:
            self.body.editor.insertPlainText("{" + name + "}")
            self.body.editor.setFocus()
        choose(self.blank, "")

    # -- keeping

    def save(self) -> None:
        """Say it so from now on."""
        one = self.typed()
        try:
            self.context.shop.messages.texts.set(
                one.step, one.channel, one.language, one.body, subject=one.subject, registered=one.registered,
                active=one.active,
            )  # fmt: skip
        except ShopError as error:
            self.context.sound("refused")
            self._say(str(error))
            self.body.editor.setFocus()
            return
        self._fill_steps()
        self._show()
        self._say(_("✓ Kept."), "hint")

    def forget(self) -> None:
        """Say it as ShopPOS does again."""
        self.context.shop.messages.texts.forget(*self.chosen)
        self._fill_steps()
        self._show()

    def _say(self, sentence: str, role: str = "wrong") -> None:
        self.wrong.setText(sentence)
        self.wrong.setProperty("role", role)
        self.wrong.setVisible(bool(sentence))
        polish(self.wrong)


def _said(length: Length) -> str:
    """How long an SMS is, in words."""
    parts = ngettext("{n} SMS", "{n} SMS", length.parts).format(n=length.parts)
    why = "" if length.alphabet == "GSM-7" else _(" Its letters are wide: 70 fit into one SMS, not 160.")
    return _("{units} characters: {parts}.").format(units=length.units, parts=parts) + why


def _blank_said(name: str) -> str:
    said = {
        "name": _("Customer's name"), "number": _("Number of order or bill"), "amount": _("Amount"),
        "due": _("Still to pay"), "paid": _("Paid"), "day": _("Day"), "slot": _("Time"), "courier": _("Courier"),
        "awb": _("AWB"), "link": _("Link"), "reason": _("Reason"), "carrier": _("Who brings it"), "shop": _("Shop"),
        "phone": _("Shop's phone"), "chat": _("Link to the chat on Telegram"), "part": _("Which part of the order"),
        "refused": _("What was not taken"), "khata": _("What goes on the khata"),
    }  # fmt: skip
    return f"{{{name}}}  {said[name]}"
