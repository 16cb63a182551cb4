"""The repository checks itself."""

import ast
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from advanced_alchemy.base import UUIDv7AuditBase
from tests.browser.referees import packed

from audio_guide.kit import migrations
from audio_guide.migrating import migrate
from audio_guide.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 45


def run(*command):
    """Run a tool of the project and return what it printed if it failed, else ""."""
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache"),
        ("ruff", "format", "--check", "--no-cache"),
        ("mypy",),
        ("djlint", "--lint", "--quiet", "src"),
        ("codespell_lib",),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_tool_is_content(command):
    """Style, types, templates and spelling are clean."""
    assert run(*command) == ""


def test_imports_follow_the_map():
    """Surfaces use domains, domains use the kit, and nothing points the other way."""
    done = subprocess.run([Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_scripts_travel_as_their_sources_are_today():
    """What is kept of a script with short names is what its source becomes today; ``make scripts`` keeps it anew."""
    scripts = packed()

    assert {"stop.min.js", "count.min.js"} == {file.name for file in scripts}
    assert [] == [file.name for file, text in scripts.items() if file.read_text("utf-8").strip() != text]


def test_every_setting_is_documented():
    """The table in docs/operations.md names each setting with its default, and nothing else."""
    table = dict(re.findall(rf"^\| `({PREFIX}\w+)` \| `([^`]*)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))

    assert {PREFIX + setting.name.upper(): str(setting.default) for setting in fields(Settings)} == table


def test_tests_that_the_documentation_names_exist():
    """Every test, page of help and file that docs/ names as a proof is there under this name."""
    missing = []
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for file, name in re.findall(r"`(tests/[\w./]+\.(?:py|txt))(?:::(\w+))?`", page.read_text()):
            path = ROOT / file
            if not path.is_file() or (name and not re.search(rf"^(?:async )?def {name}\(", path.read_text(), re.MULTILINE)):
                missing.append(f"{page.name}: {file}::{name}")

    assert missing == []


def test_migrations_make_the_models(tmp_path):
    """A database that the migrations built has exactly the tables of the models."""
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    migrate(Settings(database_url=url))

    assert migrations.differences(url, UUIDv7AuditBase.metadata) == []


def test_migrations_go_down_and_up_again(tmp_path):
    """Every migration can be taken back and brought in again."""
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    migrations.upgrade(url)
    migrations.downgrade(url, "base")
    migrations.upgrade(url)

    assert migrations.differences(url, UUIDv7AuditBase.metadata) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_sizes_stay_small(path):
    """Files stay near 300 lines and functions near 40, unless the file says why in a line that begins with “# long:”."""
    text = path.read_text()
    if re.search(r"^# long: \w+", text, re.MULTILINE):
        return
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]

    assert (text.count("\n") <= LONGEST_FILE + 20, long) == (True, [])


def test_no_litestar_feature_that_leaks():
    """Litestar's response cache, sessions, CSRF, rate limits, static files and autocommit are never used."""
    forbidden = re.compile(
        r"ResponseCacheConfig|ServerSideSessionConfig|CookieBackendConfig|CSRFConfig|RateLimitConfig|create_static_files_router|autocommit|\bcache=(True|\d)"
    )
    hits = [f"{path.name}: {match.group()}" for path in SOURCES for match in forbidden.finditer(path.read_text())]

    assert hits == []


def test_readme_names_the_two_commands():
    """README and CI agree on how the project is run and tested."""
    readme = (ROOT / "README.md").read_text()

    assert ("make demo" in readme, "make test" in readme, "make test" in (ROOT / ".ci" / "run").read_text()) == (True, True, True)
