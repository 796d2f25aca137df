"""What every record has: columns of three plain types, and a say in what the journal may tell of it."""

import re
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, LargeBinary, Text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from shoppos.base.ids import new_id

STRICT = {"sqlite_strict": True}
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Row(SQLModel):
    """A record of the shop.

    `__sealed__` columns never enter the journal (personal data, local ranks); a `__local__` record never does:
    it can be made anew from the others, or concerns this machine alone. Of the `__proven__` sealed columns the
    journal tells a salted commitment, kept beside them with its `salt`: they can be erased, but not rewritten.
    """

    __sealed__: ClassVar[frozenset[str]] = frozenset()
    __local__: ClassVar[bool] = False
    __proven__: ClassVar[tuple[str, ...]] = ()

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # type: ignore[override]  # SQLAlchemy hands over the class
        """The class's name in snake case: SaleLine is kept in sale_line."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Integer(BigInteger):
    """A whole number: paise, thousandths, hundredths of a percent, yyyymmdd, milliseconds or 0 and 1."""

    __visit_name__ = "INTEGER"


def identity(default: Any = new_id) -> Any:
    """The id of a record: 16 bytes, time-ordered."""
    return Field(default_factory=default, sa_type=LargeBinary, primary_key=True)


def ref(target: str | None = None, *, primary: bool = False, null: bool = False, index: bool = False) -> Any:
    """Another record's id; `target` as `table.column` makes it a foreign key."""
    extra: dict[str, Any] = {"foreign_key": target} if target else {}
    if null:
        extra["default"] = None
    return Field(sa_type=LargeBinary, primary_key=primary, nullable=null, index=index, **extra)


def text(default: str | None = "", *, primary: bool = False, null: bool = False, unique: bool = False) -> Any:
    """Words, cleaned at entry; NULL only where `null` says so."""
    if primary:
        return Field(sa_type=Text, primary_key=True)
    return Field(default=None if null else default, sa_type=Text, nullable=null, unique=unique)


def whole(default: int | None = 0, *, primary: bool = False, null: bool = False) -> Any:
    """A whole number; NULL only where `null` says so."""
    if primary:
        return Field(sa_type=Integer, primary_key=True, sa_column_kwargs={"autoincrement": False})
    return Field(default=None if null else default, sa_type=Integer, nullable=null)


def columns(model: type[SQLModel]) -> list[Column[Any]]:
    """The columns of a table model, in order."""
    return list(table_of(model).columns)


def table_of(model: type[SQLModel]) -> Any:
    """The SQLAlchemy table behind a model."""
    return model.__table__  # type: ignore[attr-defined]  # SQLModel sets it on table models only


def table_name(model: type[SQLModel]) -> str:
    """The SQL name of a model's table."""
    return str(table_of(model).name)
