"""The shop's file from its first version to this one: migrated, guarded, and never opened by the wrong program."""

import shutil
import sqlite3
from importlib import util
from pathlib import Path

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
from shoppos.reports import audit
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


# -- from the first version: a file that its own frozen step makes, with the rows of a day's selling in it


def step(name):
    """One migration as a module."""
    spec = util.spec_from_file_location(name, Path(migrations.__path__[0]) / "versions" / f"{name}.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def triggers_on(tables):
    """The triggers that guard these tables."""
    return [trigger for trigger in schema.triggers() if trigger.split(" ON ")[1].split()[0] in tables]


@pytest.fixture
def first_version(folder, tmp_path):
    """A shop as the first version left it, with a bill whose paper is owed and one whose paper came out."""
    from shoppos.shop.payments import Tender

    shop = Shop.open(folder)
    shop.sales.add_new(shop.sales.on_screen().id, code="1", name="Tea", price=2000)
    shop.sales.checkout(shop.sales.on_screen().id, [Tender("cash")])
    shop.sales.sell(["1"], [Tender("cash")])
    shop.db.raw.execute("UPDATE print_job SET state = 'printed' WHERE id = (SELECT min(id) FROM print_job)")
    shop.close()
    old = tmp_path / "old"
    old.mkdir()
    raw = dbapi2.connect(str(old / "shop.db"), isolation_level=None)
    raw.execute("PRAGMA journal_mode=WAL")
    for statement in step("0001_counter").STATEMENTS:
        raw.execute(statement)
    raw.execute(f"ATTACH '{folder / 'shop.db'}' AS new")
    tables = [row[0] for row in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    for table in (one for one in tables if not one.startswith((*SEARCH, "sqlite_"))):
        names = ", ".join(row[1] for row in raw.execute(f"PRAGMA main.table_info({table})"))
        raw.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
    raw.execute("DETACH new")
    for statement in (
        *triggers_on(tables),
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))",
        "INSERT INTO alembic_version VALUES ('0001')",
        f"PRAGMA application_id={APPLICATION_ID}",
        "PRAGMA user_version=1",
    ):
        raw.execute(statement)
    raw.close()
    return old


def test_a_file_of_the_first_version_is_copied_then_opens_with_its_bills_and_its_owed_paper(first_version):
    said = []
    path = first_version / "shop.db"
    schema.prepare(path, Clock(), said.append)
    assert header(path) == (APPLICATION_ID, schema.SCHEMA)
    assert len(said) == 2
    (copy,) = first_version.glob("shop-before-2-*.db")
    assert header(copy) == (APPLICATION_ID, 1)
    for file, columns in ((copy, 13), (path, 15)):
        reader = Reader(file, Clock())
        assert reader.row("SELECT count(*) FROM sale WHERE state = 'done'") == (2,)
        assert len(reader.rows("SELECT * FROM pragma_table_info('print_job')")) == columns
        tables = {row[0] for row in reader.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        guards = reader.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        assert {row[0] for row in guards} == set(triggers_on(tables))
        assert reader.quick_check() == ""
        reader.close()
    schema.prepare(path, Clock(), said.append)
    assert len(said) == 2
    assert len(list(first_version.glob("shop-before-*"))) == 1
    shop = Shop.open(first_version)
    assert shop.db.rows("SELECT state, told, made_for FROM print_job ORDER BY id") == [
        ("printed", "{}", ""), ("owed", "{}", None),
    ]  # fmt: skip
    assert audit.audit(shop.db).agrees
    shop.close()


def test_the_paper_that_the_first_version_owed_is_printed_by_this_one(first_version, tmp_path):
    from shoppos.printing.spooler import Spooler

    shop = Shop.open(first_version)
    papers = tmp_path / "papers"
    papers.mkdir()
    shop.settings.set("printers", [{"name": "file", "address": f"file:{papers}", "form": "text"}])
    news = []
    Spooler(shop.db, shop.db.clock, news.append).work()
    shop.close()
    assert [(told.number, told.state) for told in news] == [("A1/2627/000002", "printed")]
    assert "DUPLICATE" not in next(papers.iterdir()).read_text("utf-8")


def test_what_the_first_version_left_in_doubt_stays_so_and_its_bytes_with_names_in_them_are_gone(first_version):
    from shoppos.printing.spooler import Spooler

    raw = dbapi2.connect(str(first_version / "shop.db"), isolation_level=None)
    raw.execute("UPDATE print_job SET state = 'uncertain', content = x'31' WHERE state = 'owed'")
    raw.close()
    shop = Shop.open(first_version)
    job, content = shop.db.row("SELECT id, content FROM print_job WHERE state = 'uncertain'")
    assert content is None
    assert Spooler(shop.db, shop.db.clock, lambda _news: None).cancel(job)
    assert shop.by_hand.wait_again(job)
    assert shop.db.row("SELECT state FROM print_job WHERE id = ?", (job,)) == ("uncertain",)
    shop.close()


def test_what_an_older_version_deleted_is_not_left_in_the_file(first_version):
    path = first_version / "shop.db"
    raw = dbapi2.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA secure_delete=OFF")
    raw.execute("INSERT INTO setting (key, value) VALUES ('old', '\"Zubeida Qureshi\"')")
    raw.execute("DELETE FROM setting WHERE key = 'old'")
    raw.close()
    assert b"Zubeida" in path.read_bytes()
    schema.prepare(path, Clock())
    log = path.with_name(path.name + "-wal")
    assert b"Zubeida" not in path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_a_migrated_file_has_the_shape_of_a_new_one(first_version, folder):
    schema.prepare(first_version / "shop.db", Clock())
    old, new = (Reader(place / "shop.db", Clock()) for place in (first_version, folder))
    assert described(old.raw) == described(new.raw)
    old.close()
    new.close()


BROKEN = '''
"""A step that cannot be done."""

from alembic import op

revision = "{next:04d}"
down_revision = "{last:04d}"


def upgrade() -> None:
    op.get_bind().exec_driver_sql("ALTER TABLE till ADD COLUMN place TEXT NOT NULL DEFAULT ''")
    op.get_bind().exec_driver_sql("DROP TRIGGER payment_no_update")
    op.get_bind().exec_driver_sql("SELECT * FROM nothing_like_it")
'''


def test_a_step_that_fails_leaves_the_file_as_it_was(folder, tmp_path, monkeypatch):
    """A step of the test's own stands in for the next release's."""
    last = schema.SCHEMA
    place = tmp_path / "migrations"
    shutil.copytree(migrations.__path__[0], place, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "versions" / "next.py").write_text(BROKEN.format(next=last + 1, last=last), encoding="utf-8")
    real = command.upgrade

    def upgrade(config, revision):
        config.set_main_option("script_location", str(place))
        real(config, revision)

    monkeypatch.setattr(command, "upgrade", upgrade)
    monkeypatch.setattr(schema, "SCHEMA", last + 1)
    with pytest.raises(Exception, match="nothing_like_it"):
        schema.prepare(folder / "shop.db", Clock())
    assert header(folder / "shop.db") == (APPLICATION_ID, last)
    reader = Reader(folder / "shop.db", Clock())
    assert len(reader.rows("SELECT * FROM pragma_table_info('till')")) == 2
    assert len(reader.rows("SELECT 1 FROM sqlite_master WHERE type = 'trigger'")) == len(schema.triggers())
    reader.close()
    (copy,) = folder.glob(f"shop-before-{last + 1}-*.db")
    assert header(copy) == (APPLICATION_ID, last)


def test_a_file_of_this_version_loads_no_migration_tool(folder):
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from shoppos.shop import Shop; "
        f"Shop.open(Path({str(folder)!r})).close(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
