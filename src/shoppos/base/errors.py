"""What a person may be told: one sentence that names the thing, and the next step."""

from shoppos.base.text import clean

LONGEST = 1000
"""Characters of a sentence, whatever was quoted in it."""


class ShopError(Exception):
    """A refusal in plain words; everything that is not a `ShopError` is a bug.

    `message` says what happened and whether anything was lost, `hint` the one next step ("" if the message has it).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both sentences, already translated; what was typed and is quoted in them loses control characters."""
        super().__init__(message)
        self.message = clean(message, LONGEST)
        self.hint = clean(hint, LONGEST)

    def __str__(self) -> str:
        """Both sentences, as a command line or a bar shows them."""
        return f"{self.message} {self.hint}".strip()


class InvalidInput(ShopError):
    """Something typed, scanned or imported does not do; `field` names where it was typed."""

    def __init__(self, message: str, hint: str = "", field: str = "") -> None:
        """Keep the field's name beside the sentences."""
        super().__init__(message, hint)
        self.field = field


class Doubtful(InvalidInput):
    """Allowed, but asked once: the caller may repeat the same call with `sure=True`."""


class Refused(ShopError):
    """A rule of the shop or of the law forbids it."""


class NeedsApproval(Refused):
    """Forbidden to who is at the till, but a manager or the owner may allow it for this one time.

    `act` is a key of `rules.rights.ACTS`, `doc_id` the document for which the approval is to be given. The caller may
    repeat the same call with the approval's id as `approved`.
    """

    def __init__(self, act: str, doc_id: bytes, message: str, hint: str = "") -> None:
        """Keep what is to be allowed beside the sentences."""
        super().__init__(message, hint)
        self.act = act
        self.doc_id = doc_id


class NotFound(ShopError):
    """No such thing in this shop."""


class Unavailable(ShopError):
    """A file, printer or other machine does not answer now; trying again later may work."""
