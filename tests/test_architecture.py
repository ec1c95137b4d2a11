"""The house rules that a program can check: where things are, what they are called, and who decides what.

The arrows themselves are kept by import-linter; here stands what keeps its contracts from growing old.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import lint_imports

HOUSE = Path(__file__).parent.parent
PARTS = ("bot", "handlers", "storage", "schedules")
LONGEST = 350
LONGER = {
    "storage/migrations/versions": "a revision is never split afterwards",
}
"""Why a file may be longer than the others."""

COMPARES_ROLES = {
    "handlers/alerts/recording.py": "the executive that an alert names must be one: a fact about the alert",
    "handlers/reminders/capability.py": "help leaves out a line that would matter to nobody without a duty",
    "handlers/alerts/capability.py": "help leaves out a line that would lead nowhere; the handler asks the table",
}
"""Why a handler may look at somebody's duties itself instead of asking the policy table."""


NAMED_OTHERWISE = {"pyjwt": "jwt", "botbuilder-integration-aiohttp": "botbuilder.integration.aiohttp",
                   "botframework-connector": "botframework.connector",
                   "pillow": "PIL"}  # fmt: skip
"""What is imported under a name that is not its own with dots or underscores."""
NOT_IMPORTED = {
    "psycopg": "SQLAlchemy loads it by the address of the store",
    "tzdata": "zoneinfo reads it where the machine has no zones of its own",
}
"""Why a dependency is needed that no line of ours imports."""


def files(*parts: str) -> Iterator[Path]:
    for part in parts:
        yield from (HOUSE / part).rglob("*.py")


def named(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return a module and all that is in it. They are kept: walking through every file again takes half a second."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def nodes(*parts: str) -> Iterator[tuple[str, tuple[ast.AST, ...]]]:
    for path in files(*parts):
        yield named(path), nodes_of(path)


def contracts() -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["name"]: one for one in settings["tool"]["importlinter"]["contracts"]}


def modules_in(folder: str) -> set[str]:
    """Return the modules and packages that stand directly in a folder, by their dotted names."""
    inside = [one for one in (HOUSE / folder).iterdir() if one.suffix == ".py" or (one / "__init__.py").exists()]
    return {f"{folder.replace('/', '.')}.{one.stem}" for one in inside if one.stem != "__init__"}


def test_the_arrows_point_one_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(HOUSE)
    assert lint_imports(cache_dir=None) == 0, capsys.readouterr().out


def test_every_dependency_is_imported_or_says_why_not() -> None:
    imported = set()
    for _, inside in nodes(*PARTS):
        for node in inside:
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            if isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module)
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=~! ]", wish, maxsplit=1)[0].lower() for wish in project["dependencies"]}
    for name in names - set(NOT_IMPORTED):
        module = NAMED_OTHERWISE.get(name, name.replace("-", "." if name.startswith("botb") else "_"))
        assert any(one == module or one.startswith(f"{module}.") for one in imported), name
    assert set(NOT_IMPORTED) <= names


def test_no_part_of_the_framework_layer_is_forgotten_by_the_contracts() -> None:
    platforms = {"bot.slack", "bot.teams", "bot.browser"}
    joins = {"bot.app", "bot.demo", "bot.platforms", "bot.commands", "bot.check", "bot.readiness"}
    others = modules_in("bot") - platforms - joins
    for name, platform in (("Only bot.slack imports Bolt and the Slack SDK", "bot.slack"),
                           ("Only bot.teams imports botbuilder and botframework", "bot.teams")):  # fmt: skip
        watched = set(contracts()[name]["source_modules"])
        assert others | platforms - {platform} <= watched, name
        assert {"handlers", "storage", "schedules"} <= watched


def test_no_platform_may_reach_past_the_vocabulary() -> None:
    contract = contracts()["The platforms know only the vocabulary"]
    assert {"handlers", "storage", "schedules"} <= set(contract["forbidden_modules"])
    assert {one.partition(" -> ")[2] for one in contract["ignore_imports"]} == {"handlers.chat.**"}


def test_every_capability_is_kept_from_the_others() -> None:
    apart = set(contracts()["Capabilities do not import one another"]["modules"])
    folders = {f"handlers.{path.parent.name}" for path in (HOUSE / "handlers").glob("*/capability.py")}
    assert folders
    assert folders <= apart


@pytest.mark.parametrize("part", [*PARTS, "manifest", "tests"])
def test_every_module_says_what_it_is(part: str) -> None:
    for name, inside in nodes(part):
        module = inside[0]
        assert isinstance(module, ast.Module)
        said = ast.get_docstring(module)
        assert said, name
        assert said.endswith((".", "?", "``", ":")), name


@pytest.mark.parametrize("part", [*PARTS, "tests"])
def test_no_file_is_longer_than_can_be_read_at_once(part: str) -> None:
    long = {
        named(path): lines
        for path in files(part)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert {name for name in long if not any(name.startswith(one) for one in LONGER)} == set(), long


def test_no_two_files_of_tests_have_one_name() -> None:
    names = [path.name for path in files("tests") if path.name.startswith("test_")]
    assert {name for name in names if names.count(name) > 1} == set(), "pytest takes the second for the first"


def test_nothing_is_called_after_what_it_is_not() -> None:
    empty = re.compile(r"(Manager|Helper|Utils?|Base|Impl|Factory)$|^(Abstract|Base)[A-Z]")
    for name, inside in nodes(*PARTS, "tests"):
        assert not re.search(r"(helpers?|utils?|common|misc|manager)\.py$", name), name
        for node in inside:
            if isinstance(node, ast.ClassDef):
                assert not empty.search(node.name), f"{name}: {node.name}"


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplemented|pragma: no cover|\bxfail\b")
    for path in files(*PARTS, "tests"):
        if path != Path(__file__):
            found = later.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{named(path)}: {found}"


def test_no_test_puts_something_else_in_the_place_of_our_own_code() -> None:
    for name, inside in nodes("tests"):
        for node in inside:
            if isinstance(node, ast.ImportFrom | ast.Import):
                modules = {getattr(node, "module", None) or "", *(alias.name for alias in node.names)}
                assert not modules & {"unittest.mock", "unittest", "mock"}, name
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) != ("monkeypatch", "setattr"), f"{name}:{node.lineno}"


def test_only_the_composition_root_asks_what_time_it_is() -> None:
    clocks = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today"), ("time", "time")}
    asked = {
        (name, node.attr)
        for name, inside in nodes("handlers", "storage", "schedules", "bot")
        for node in inside
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in clocks
    }
    assert {name for name, _ in asked} <= {"bot/app.py", "bot/slack/guard.py", "bot/teams/keys.py"}, asked


def test_who_may_do_what_is_asked_of_one_table_only() -> None:
    for name, inside in nodes("handlers"):
        looks = [node.lineno for node in inside if isinstance(node, ast.Attribute) and node.attr == "roles"]
        assert not looks or name in COMPARES_ROLES, f"{name}, line {looks}: ask storage.rules.policy.may"


def test_every_exception_is_still_needed() -> None:
    for name in COMPARES_ROLES:
        assert ".roles" in (HOUSE / name).read_text(encoding="utf-8"), name
    for name in LONGER:
        path = HOUSE / name
        there = [path] if path.is_file() else path.glob("*.py")
        longest = max(len(one.read_text(encoding="utf-8").splitlines()) for one in there)
        assert longest > LONGEST, name


def test_every_handler_that_touches_an_alert_or_a_report_of_others_asks_the_table() -> None:
    for name in ("incidents/afterwards", "alerts/flow", "alerts/view", "intake/triage", "status/asking",
                 "status/overview", "review/view", "review/queue", "review/talking"):  # fmt: skip
        source = (HOUSE / "handlers" / f"{name}.py").read_text(encoding="utf-8")
        assert re.search(r"\bmay\(", source), name


def test_text_meant_for_people_is_spelt_as_people_here_spell() -> None:
    american = re.compile(
        r"\b(color|center|organization|behavior|canceled|favorite|apologize|recognize)s?\b", re.IGNORECASE
    )
    for name, inside in nodes("handlers"):
        for node in inside:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                assert not american.search(node.value), f"{name}:{node.lineno}: {node.value[:80]}"
