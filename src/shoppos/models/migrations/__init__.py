"""How an older shop's file becomes one of this version: additive steps, each run once, by Alembic."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from shoppos.base.file import APPLICATION_ID


def upgrade(path: Path, version: int, guard: Callable[[sa.Connection], None]) -> None:
    """Run every step that the file lacks in one transaction; a failed step leaves the file as it was.

    `guard` makes the triggers anew at the end: a step may have dropped them silently. An older file is written anew
    then, for it may still hold what was deleted.
    """
    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        poolclass=NullPool,
        creator=lambda: dbapi2.connect(str(path), isolation_level=None),
    )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        older = connection.exec_driver_sql("PRAGMA user_version").scalar()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, f"{version:04d}")
        guard(connection)
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={version}")
        connection.exec_driver_sql("COMMIT")
        if older:
            with contextlib.suppress(OperationalError):  # no room for a second copy: the shop opens all the same
                connection.exec_driver_sql("VACUUM")
    engine.dispose()
