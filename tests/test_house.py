"""The plan of the house as tests: who may know whom, what a file looks like, what the front page promises."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "shoppos"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
LINT = "from importlinter.cli import lint_imports_command as check; check()"

MODULES = sorted(SRC.rglob("*.py"))
TREES = {path.relative_to(SRC).as_posix(): ast.parse(path.read_text("utf-8")) for path in MODULES}
SCRIPTS = sorted([*MODULES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py"), ROOT / "dev.py"])
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def uphill(room, *pairs):
    """In each pair the first module calls the second, which stands above it in the room."""
    return [
        (
            f"{room}/{below}.py",
            f"import shoppos.{room}.{above}",
            f"shoppos.{room}.{below.split('/')[0]} is not allowed to import shoppos.{room}.{above}",
        )
        for below, above in map(str.split, pairs)
    ]


# Each contract is broken here on purpose: the modules that break it, and what import-linter says about each.
POISON = {
    "floors": [
        ("base/bad.py", "import shoppos.rules", "shoppos.base is not allowed to import shoppos.rules"),
        ("rules/bad.py", "import shoppos.models", "shoppos.rules is not allowed to import shoppos.models"),
        ("models/bad.py", "import shoppos.reports", "shoppos.models is not allowed to import shoppos.reports"),
        ("reports/bad.py", "import shoppos.shop", "shoppos.reports is not allowed to import shoppos.shop"),
        ("shop/bad.py", "import shoppos.printing", "shoppos.shop is not allowed to import shoppos.printing"),
        ("printing/bad.py", "import shoppos.shop", "shoppos.printing is not allowed to import shoppos.shop"),
        ("online/bad.py", "import shoppos.shop", "shoppos.online is not allowed to import shoppos.shop"),
        ("online/worse.py", "import shoppos.printing", "shoppos.online is not allowed to import shoppos.printing"),
        ("shop/worse.py", "import shoppos.online", "shoppos.shop is not allowed to import shoppos.online"),
        ("ui/bad.py", "import shoppos.cli", "shoppos.ui is not allowed to import shoppos.cli"),
    ],
    "no-circles": [
        ("shop/bad.py", "import shoppos.shop.worse", "No cycles are allowed in shoppos.shop"),
        ("shop/worse.py", "import shoppos.shop.bad", "No cycles are allowed in shoppos.shop"),
    ],
    "pure-rules": [
        ("rules/bad.py", "import sqlalchemy", "shoppos.rules is not allowed to import sqlalchemy"),
        (
            "rules/worse.py",
            "from shoppos.base import clock",
            "shoppos.rules is not allowed to import shoppos.base.clock",
        ),
    ],
    "nouns": [
        (
            "models/stock.py",
            "import shoppos.models.product",
            "shoppos.models.stock is not allowed to import shoppos.models.product",
        ),
    ],
    "downhill": uphill(
        "shop",
        "staff sales",
        "stock tills",
        "billing sales",
        "open_sales billing",
        "ringing open_sales",
        "sale_edit ringing",
        "sale_view sale_edit",
        "catalogue ranking",
        "payments settling",
        "item_check item_export",
        "item_rows item_check",
        "item_columns item_change",
        "sheets importing",
        "business_day references",
    ),
    "screens-downhill": uphill(
        "ui",
        "main_window tour",
        "pages main_window",
        "second_screen pages",
        "customer_page second_screen",
        "dialogs/bad screens",
        "screen dialogs",
        "widgets/bad dialogs",
        "job screen",
        "focus scanner",
        "look context",
        "keys widgets",
    ),
    "screens": [
        (
            "ui/screens/bad.py",
            "import shoppos.ui.screens.worse",
            "shoppos.ui.screens.bad is not allowed to import shoppos.ui.screens.worse",
        ),
        ("ui/screens/worse.py", "WORSE = 1", ""),
    ],
    "doors": [
        (f"reports/bad_{n}.py", f"import {library}", f"shoppos is not allowed to import {library}")
        for n, library in enumerate(next(c for c in CONTRACTS if c["id"] == "doors")["forbidden_modules"])
    ],
    "sql": [
        ("ui/bad.py", "import sqlmodel", "shoppos.ui is not allowed to import sqlmodel"),
        ("cli/bad.py", "import sqlalchemy", "shoppos.cli is not allowed to import sqlalchemy"),
    ],
    "offline": [
        ("shop/bad.py", "import http.client", "shoppos is not allowed to import http"),
        ("shop/worse.py", "import httpx", "shoppos is not allowed to import httpx"),
        ("online/bad.py", "import requests", "shoppos is not allowed to import requests"),
        ("online/worse.py", "import smtplib", "shoppos is not allowed to import smtplib"),
    ],
}


def lint(place, contract):
    """Run one contract over the sources in `place`."""
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache", "--contract", contract]
    command += ["--config", ROOT / "pyproject.toml"]
    return subprocess.run(
        command, cwd=place, env={"PYTHONPATH": str(place), "PATH": ""}, capture_output=True, text=True, check=False
    )


def copy_of_the_house(place):
    shutil.copytree(SRC, place / "shoppos", ignore=shutil.ignore_patterns("__pycache__"))
    return place / "shoppos"


def imports(tree):
    """Every name that a module imports, late imports too, as "package.module.name" and "package.module"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
    yield from imported_by_name(tree)


def imported_by_name(tree):
    """What a module imports by `import_module("...")`, where import-linter does not see it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def test_every_contract_has_a_poison():
    assert {contract["id"] for contract in CONTRACTS} == set(POISON)


@pytest.mark.parametrize("contract", POISON)
def test_a_contract_breaks_when_it_should(contract, tmp_path):
    house = copy_of_the_house(tmp_path)
    for path, line, _sentence in POISON[contract]:
        (house / path).parent.mkdir(exist_ok=True)
        (house / path).with_name("__init__.py").touch()
        with (house / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint(tmp_path, contract)
    said = " ".join(done.stdout.split())
    assert done.returncode == 1, said + done.stderr
    missing = [sentence for _path, _line, sentence in POISON[contract] if sentence not in said]
    assert not missing, done.stdout


def test_an_import_by_name_goes_through_the_same_doors():
    doors = next(contract for contract in CONTRACTS if contract["id"] == "doors")
    found = {
        f"shoppos.{path.removesuffix('.py').replace('/', '.')} -> {name.split('.')[0]}"
        for path, tree in TREES.items()
        for name in imported_by_name(tree)
        if name.split(".")[0] in doors["forbidden_modules"]
    }
    assert found <= set(doors["ignore_imports"])


def test_a_room_that_no_floor_knows_is_refused(tmp_path):
    house = copy_of_the_house(tmp_path)
    (house / "utils").mkdir()
    (house / "utils" / "__init__.py").write_text('"""A room without a name."""\n', encoding="utf-8")
    done = lint(tmp_path, "floors")
    assert done.returncode == 1
    assert "shoppos.utils" in done.stdout


@pytest.mark.parametrize(("contract", "module"), [("downhill", "shop/bad.py"), ("screens-downhill", "ui/bad.py")])
def test_a_module_without_a_place_in_its_room_is_refused(contract, module, tmp_path):
    house = copy_of_the_house(tmp_path)
    (house / module).write_text('"""A module that no layer knows."""\n', encoding="utf-8")
    done = lint(tmp_path, contract)
    assert done.returncode == 1
    assert f"shoppos.{module.removesuffix('.py').replace('/', '.')}" in done.stdout


@pytest.mark.parametrize("path", TREES)
def test_qt_is_named_only_where_it_belongs(path):
    names = [name for name in imports(TREES[path]) if name.startswith("PySide6")]
    if path != "ui/dialogs/office.py":  # sheets on office printers, through the system's own dialog
        assert not [name for name in names if name.startswith("PySide6.QtPrintSupport")]
    if not path.startswith("ui/"):
        assert not [name for name in names if name.startswith("PySide6.QtWidgets")]
    if path.startswith("printing/"):
        assert all(name.startswith(("PySide6.QtCore", "PySide6.QtGui")) for name in names)


@pytest.mark.parametrize("path", TREES)
def test_a_module_begins_with_one_sentence(path):
    said = ast.get_docstring(TREES[path])
    assert said, f"{path} does not say what it is"
    assert said.splitlines()[0].endswith((".", "?", "!", ":")) or "." in said


@pytest.mark.parametrize("path", [path.relative_to(ROOT).as_posix() for path in SCRIPTS])
def test_a_file_is_short_enough_to_be_read(path):
    text = (ROOT / path).read_text("utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_nobody_prints_but_the_commands():
    loud = [
        f"{path}:{node.lineno}"
        for path, tree in TREES.items()
        if not path.startswith("cli/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert loud == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert not [path for path in TREES if re.search(r"(^|/)(utils?|misc|helpers?|common)(/|\.py$)", path)]


@pytest.mark.parametrize("path", [path for path in TREES if path.startswith("ui/")])
def test_a_tool_tip_takes_no_names_for_markup(path):
    """What a row says may come of a file; a tip made of another's text goes through `tips.tip`."""
    loud = [
        ast.unparse(node)
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setToolTip"
        for told in node.args
        if isinstance(told, ast.Call) and isinstance(told.func, ast.Attribute) and told.func.attr in {"text", "data"}
    ]
    assert loud == []


@pytest.mark.parametrize("path", [path for path in TREES if path.startswith(("rules/", "models/", "base/money"))])
def test_money_and_quantity_never_meet_a_float(path):
    found = [
        ast.unparse(node)
        for node in ast.walk(TREES[path])
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "Path" not in ast.unparse(node))
    ]
    assert found == []


def test_every_exemption_gives_its_reason():
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|(?:type|pyright):\s*ignore(?:\[[\w, -]*\])?)\s*$")
    nameless = re.compile(r"#\s*(?:noqa(?!:)|(?:type|pyright):\s*ignore(?!\[))")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if bare.search(line) or nameless.search(line)
    ]
    assert found == []


def test_pyside_keeps_every_reference_to_none():
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 200


def pins():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return {
        canonicalize_name(name): version
        for name, version in (line.split("==") for line in lines if line and not line.startswith("#"))
    }


def test_pyside_stays_below_the_release_that_aborts():
    asked = next(Requirement(one) for one in PROJECT["project"]["dependencies"] if one.startswith("PySide6"))
    assert asked.name == "PySide6-Essentials"
    assert not asked.specifier.contains("6.12.0")
    assert pins()["pyside6-essentials"].startswith("6.11.")


def test_every_library_is_pinned_within_what_is_asked_for():
    project = PROJECT["project"]
    asked = [Requirement(one) for one in (*project["dependencies"], *project["optional-dependencies"]["dev"])]
    wrong = [str(one) for one in asked if not one.specifier.contains(pins().get(canonicalize_name(one.name), "0"))]
    assert wrong == []


def test_every_library_asked_for_is_used():
    imported = {name.split(".")[0].lower() for tree in TREES.values() for name in imports(tree)}
    by_import = {"pyserial": "serial", "pyside6-essentials": "pyside6", "zxing-cpp": "zxingcpp"}
    behind_another = {"uharfbuzz"}  # reportlab calls it to shape Hindi
    asked = {canonicalize_name(Requirement(one).name) for one in PROJECT["project"]["dependencies"]} - behind_another
    assert {name for name in asked if by_import.get(name, name.replace("-", "_")) not in imported} == set()


def tracked():
    """The files of the project's history as text; outside a checkout, those that lie here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name] or [*SCRIPTS, *ROOT.glob("*.*")]
    for path in paths:
        if path.is_file() and path.suffix not in {".png", ".ttf", ".mo", ".pdf", ".db", ".bin"}:
            yield path, path.read_text("utf-8", errors="replace")


def test_no_file_names_the_host_of_a_package_index():
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))]
    assert [f"{path}: {host}" for path, text in tracked() for host in hosts if host in text] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_command_that_a_page_names_exists(page):
    from dev import COMMANDS

    named = set(re.findall(r"python3? dev\.py (\w+)", (ROOT / page).read_text("utf-8")))
    assert named
    assert named <= set(COMMANDS)


def test_the_front_page_opens_with_the_counter_and_the_two_commands():
    page = (ROOT / "README.md").read_text("utf-8")
    head = page[:1500]
    assert "docs/guide/counter.png" in head
    assert re.search(r"^python3 dev\.py demo", head, re.MULTILINE)
    assert re.search(r"^python3 dev\.py test", head, re.MULTILINE)
    assert (ROOT / "docs" / "guide" / "counter.png").is_file()


@pytest.mark.parametrize("page", sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md")))
def test_every_link_of_a_page_leads_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []
