"""The shop's file from its first version to this one: migrated, guarded, and never opened by the wrong program."""

import sqlite3

import pytest
from alembic import command
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from shoppos.base.clock import Clock
from shoppos.base.errors import Refused
from shoppos.base.file import APPLICATION_ID, Reader, header
from shoppos.base.row import Row
from shoppos.models import migrations, schema
from shoppos.reports.audit import shapes
from shoppos.shop import Shop

SEARCH = ("product_search", "product_parts")


def described(raw):
    """Everything SQLite knows of a file's own tables: columns, keys, foreign keys, indexes, options and checks."""
    found = {}
    for name, sql in raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ):
        if name.startswith(SEARCH) or name == "alembic_version":
            continue
        options = raw.execute(f"SELECT wr, strict FROM pragma_table_list('{name}')").fetchone()
        found[name] = {
            "columns": sorted(raw.execute(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')")),
            "foreign": sorted(raw.execute(f'SELECT "from", "table", "to" FROM pragma_foreign_key_list(\'{name}\')')),
            "options": options,
            "checks": sorted(part.split("\n")[0].strip().rstrip(",") for part in sql.split("CHECK ")[1:]),
        }
    found["indexes"] = sorted(
        (" ".join(sql.split()),)
        for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    )
    return found


def test_the_migrated_file_is_what_the_models_say(folder):
    assert shapes.SHAPES  # the models are loaded
    engine = create_engine("sqlite://", module=dbapi2)
    with engine.connect() as connection:
        SQLModel.metadata.create_all(connection)
        wanted = described(connection.connection.driver_connection)
    engine.dispose()
    reader = Reader(folder / "shop.db", Clock())
    found = described(reader.raw)
    assert found.keys() == wanted.keys()
    for name in wanted:
        assert found[name] == wanted[name], name
    assert {model.__tablename__ for model in Row.__subclasses__()} == found.keys() - {"indexes"}
    reader.close()


def test_every_table_is_strict(folder):
    reader = Reader(folder / "shop.db", Clock())
    rows = reader.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert [name for name, strict in rows if not strict and not name.startswith(("sqlite_", "alembic_version"))] == []
    reader.close()


def test_the_triggers_are_those_of_the_plan_and_no_others(folder):
    reader = Reader(folder / "shop.db", Clock())
    assert sorted(row[0] for row in reader.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'")) == sorted(
        schema.triggers()
    )
    reader.close()


def test_a_finished_row_is_refused_every_change_and_an_open_one_is_not(shop: Shop):
    sale = shop.sales.on_screen().id
    shop.sales.enter(sale, "1001")
    shop.db.raw.execute("UPDATE sale SET note = 'x' WHERE id = ?", (sale,))
    shop.sales.abandon(sale)
    for statement in ("UPDATE sale SET note = ''", "DELETE FROM sale", "UPDATE sale_line SET price = 1"):
        with pytest.raises(dbapi2.DatabaseError, match="finished"):
            shop.db.raw.execute(statement)


def test_the_python_that_reads_the_file_may_be_any(folder):
    plain = sqlite3.connect(f"file:{folder / 'shop.db'}?mode=ro", uri=True)
    assert plain.execute("SELECT code FROM till").fetchall() == [("A1",)]
    plain.close()


def test_a_foreign_file_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "shop.db"
    other = dbapi2.connect(str(path))
    other.execute("PRAGMA application_id = 1397771348")
    other.execute("CREATE TABLE theirs (a)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Refused, match="is not a shop"):
        Shop.open(tmp_path)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "shop.db").write_text("a letter to a friend", encoding="utf-8")
    with pytest.raises(Refused, match="is not a shop"):
        Shop.open(tmp_path / "text")
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["shop.db", "text"]


def test_a_file_of_a_newer_program_is_refused_and_not_touched(folder):
    raw = dbapi2.connect(str(folder / "shop.db"))
    raw.execute(f"PRAGMA user_version = {schema.SCHEMA + 1}")
    raw.commit()
    raw.close()
    before = (folder / "shop.db").read_bytes()
    with pytest.raises(Refused, match="newer ShopPOS"):
        Shop.open(folder)
    assert (folder / "shop.db").read_bytes() == before
    assert list(folder.glob("*before*")) == []


# -- from an older version: a step of the test's own stands in for the next release's

NEXT = '''
"""A column more."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.get_bind().exec_driver_sql("ALTER TABLE till ADD COLUMN place TEXT NOT NULL DEFAULT ''")
    op.get_bind().exec_driver_sql("DROP TRIGGER payment_no_update")
    {more}
'''


@pytest.fixture
def next_release(tmp_path, monkeypatch):
    """The program as its next release would be, with one more migration."""
    import shutil

    place = tmp_path / "migrations"
    shutil.copytree(migrations.__path__[0], place, ignore=shutil.ignore_patterns("__pycache__"))
    real = command.upgrade

    def upgrade(config, revision):
        config.set_main_option("script_location", str(place))
        real(config, revision)

    monkeypatch.setattr(command, "upgrade", upgrade)
    monkeypatch.setattr(schema, "SCHEMA", 2)

    def write(more=""):
        (place / "versions" / "0002_next.py").write_text(NEXT.format(more=more), encoding="utf-8")

    return write


def sold(folder):
    from shoppos.shop.payments import Tender

    shop = Shop.open(folder)
    shop.sales.add_new(shop.sales.on_screen().id, code="1", name="Tea", price=2000)
    number = shop.sales.checkout(shop.sales.on_screen().id, [Tender("cash")]).numbers[0]
    shop.close()
    return number


def test_an_older_file_is_copied_then_brought_up_to_date(folder, next_release):
    schema_before = schema.SCHEMA
    schema.SCHEMA = 1
    number = sold(folder)
    schema.SCHEMA = schema_before
    next_release()
    said = []
    schema.prepare(folder / "shop.db", Clock(), said.append)
    assert header(folder / "shop.db") == (APPLICATION_ID, 2)
    assert len(said) == 2
    (copy,) = folder.glob("shop-before-2-*.db")
    assert header(copy) == (APPLICATION_ID, 1)
    for path, columns in ((copy, 2), (folder / "shop.db", 3)):
        reader = Reader(path, Clock())
        assert reader.row("SELECT number FROM sale") == (number,)
        assert len(reader.rows("SELECT * FROM pragma_table_info('till')")) == columns
        assert len(reader.rows("SELECT 1 FROM sqlite_master WHERE type = 'trigger'")) == len(schema.triggers())
        assert reader.quick_check() == ""
        reader.close()
    schema.prepare(folder / "shop.db", Clock(), said.append)
    assert len(said) == 2
    assert len(list(folder.glob("shop-before-*"))) == 1


def test_a_step_that_fails_leaves_the_file_as_it_was(folder, next_release):
    next_release('op.get_bind().exec_driver_sql("SELECT * FROM nothing_like_it")')
    with pytest.raises(Exception, match="nothing_like_it"):
        schema.prepare(folder / "shop.db", Clock())
    assert header(folder / "shop.db") == (APPLICATION_ID, 1)
    reader = Reader(folder / "shop.db", Clock())
    assert len(reader.rows("SELECT * FROM pragma_table_info('till')")) == 2
    assert len(reader.rows("SELECT 1 FROM sqlite_master WHERE type = 'trigger'")) == len(schema.triggers())
    reader.close()
    (copy,) = folder.glob("shop-before-2-*.db")
    assert header(copy) == (APPLICATION_ID, 1)


def test_a_file_of_this_version_loads_no_migration_tool(folder):
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from shoppos.shop import Shop; "
        f"Shop.open(Path({str(folder)!r})).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
