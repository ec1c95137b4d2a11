"""The README says what is so: commands, settings, folders, scopes, promised times, links, and what the bot says."""

import json
import re
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from readme_parts import README, ROOT, commands, example_alert, fences, filled, made, marked
from readme_talk import TUESDAY, open_talk

from bot.readiness import LATE_AFTER
from bot.settings import Settings, names
from bot.slack.slack import SCOPES
from bot.teams.settings import FILE_HOSTS, SERVICE_HOSTS
from bot.telemetry import Metrics
from bot.web import Readiness, make_app
from handlers.capabilities import CAPABILITIES
from handlers.chat.router import Router
from handlers.chat.turn import Words
from handlers.posting import LEASE
from handlers.reception import LASTS
from schedules.courier import Pace
from storage import claims, file_links, files
from storage.cleaning import LARGEST
from storage.conversations import KEPT
from storage.database import Database
from storage.rules.feedback import RUNGS
from storage.rules.ladder import LADDER, Clock

TEXT = README.read_text("utf-8")
OTHERS = (ROOT / "tests" / "bench" / "README.md",)
PARTS = ("transcript", "commands", "settings", "kinds", "states")
CODE = ("bot", "handlers", "schedules", "storage", "manifest")
ORDER = (
    "What it is like",
    "The two commands",
    "The four moving parts",
    "Installing in Slack",
    "Installing in Teams",
    "Settings",
    "Adding a capability",
    "What is promised about delivery, and what is not",
    "What is stored, for how long, and what is screened out",
    "Developing",
    "Decisions",
)
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    """Return the parts as the program makes them now."""
    return made(TEXT)


def flat(text: str) -> str:
    """Return the text with single spaces, so that a line break does not matter."""
    return " ".join(text.split())


def spans(text: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("name", PARTS)
def test_a_made_part_is_what_the_program_makes_now(name: str, parts: dict[str, str]) -> None:
    assert marked(TEXT, name) == parts[name], "Run: .venv/bin/python tests/readme_parts.py"


def test_every_made_part_is_looked_at(parts: dict[str, str]) -> None:
    assert set(parts) == set(PARTS) == set(re.findall(r"<!-- end of (\w+) -->", TEXT))


def test_making_the_parts_again_changes_nothing() -> None:
    assert filled(TEXT) == TEXT


def test_the_sections_stand_in_their_order() -> None:
    assert tuple(re.findall(r"^## (.+)$", TEXT, re.MULTILINE)) == ORDER


def test_one_sentence_comes_first() -> None:
    first = TEXT.split("\n\n")[1]
    assert first.endswith(".")
    assert first.count(". ") == 0


# --- commands --------------------------------------------------------------------------------------


def named_commands() -> Iterator[str]:
    """Yield every use of the command in the text, as it would be typed."""
    for span in spans(TEXT):
        if span.removeprefix(".venv/bin/").startswith("safety-bot"):
            yield span.removeprefix(".venv/bin/")
    for block in fences(TEXT, "sh"):
        for line in re.split(r"&&|\n", block):
            if line.strip().startswith(".venv/bin/safety-bot"):
                yield line.split("#")[0].strip().removeprefix(".venv/bin/")


def test_every_command_in_the_text_exists_with_its_options() -> None:
    known: dict[str, Any] = dict(commands())
    groups = {" ".join(name.split()[:2]) for name in known if len(name.split()) > 2}
    used = list(named_commands())
    assert len(used) > 15
    for typed in used:
        words = [word.strip("[]") for word in shlex.split(typed)]
        name = " ".join(words[: 3 if " ".join(words[:2]) in groups else 2])
        if name in {"safety-bot", "safety-bot --help"}:
            continue
        assert name in known, typed
        options = {option for parameter in known[name].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options | {"--help"}, typed


def test_every_option_in_the_text_is_one_of_a_command() -> None:
    known = {option for _, command in commands() for parameter in command.params for option in parameter.opts}
    alone = {span for span in spans(TEXT) if span.startswith("--")}
    assert alone <= known


def test_ci_installs_and_tests_with_the_two_commands() -> None:
    first, second = (block.strip() for block in fences(TEXT, "sh")[:2])
    ci = (ROOT / ".ci" / "run").read_text("utf-8").replace('"${PYTHON:-python3}"', "python3")
    for extra in (" --quiet", " --disable-pip-version-check", " </dev/null"):
        ci = ci.replace(extra, "")
    lines = [line.strip() for line in ci.splitlines()]
    venv, pip, test = second.split(" && ")
    assert first.split(" && ") == [venv, pip.replace("'.[test]'", "."), ".venv/bin/safety-bot demo"]
    assert lines.index(venv) + 1 == lines.index(pip)
    assert lines[-1] == test


# --- folders, files, links -------------------------------------------------------------------------


def mapped() -> list[str]:
    """Return the folders of the map, in order."""
    return re.findall(r"^\| `([\w/]+)/` \|", TEXT, re.MULTILINE)


def test_the_folder_map_is_the_tree() -> None:
    tree = {
        path.relative_to(ROOT).as_posix()
        for top in CODE
        for path in ((ROOT / top), *(ROOT / top).iterdir())
        if path.is_dir() and path.name != "__pycache__"
    }
    assert set(mapped()) == tree | {"tests"}


def anchors(text: str) -> set[str]:
    """Return the anchors that a page gives to its headings."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [README, *OTHERS], ids=lambda page: page.parent.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        if path.startswith("https://"):
            continue
        there = page.parent / path if path else page
        assert there.exists(), target
        assert not anchor or anchor in anchors(there.read_text("utf-8")), target


def test_every_file_named_in_the_text_exists() -> None:
    looks_ours = re.compile(r"(?:bot|handlers|schedules|storage|manifest|tests|\.ci)/[\w./]*|pyproject\.toml")
    found = [word for span in spans(TEXT) for word in span.split() if looks_ours.fullmatch(word)]
    assert len(found) > 30
    for path in found:
        assert (ROOT / path).exists(), path


def test_every_door_named_in_the_text_is_opened() -> None:
    async def ready() -> Readiness:
        return Readiness()

    app = make_app(ready=ready, metrics=Metrics())
    doors = {str(resource.canonical) for resource in app.router.resources()}
    written = {span for span in spans(TEXT) if re.fullmatch(r"/[a-z]+(/[a-z]+)?", span)} - {"/safety"}
    assert written == doors - {"/"}


# --- settings, scopes, hosts, times ----------------------------------------------------------------


def test_every_setting_named_in_the_text_exists() -> None:
    written = set(re.findall(r"\b(?:DATABASE_URL|(?:SLACK|MICROSOFT|SAFETY)_[A-Z_]+)\b", TEXT))
    assert written == set(names())


def test_every_scope_has_its_reason_and_no_other_is_asked_for() -> None:
    rows = re.findall(r"^\| `([a-z_:.]+:?[a-z]*)` \| (.+) \|$", TEXT, re.MULTILINE)
    manifest = json.loads((ROOT / "manifest" / "slack.json").read_text("utf-8"))
    asked = manifest["oauth_config"]["scopes"]["bot"]
    assert [scope for scope, _ in rows] == asked == list(SCOPES)
    assert all(len(reason.split()) > 2 for _, reason in rows)


def test_the_teams_manifest_asks_for_no_resource_specific_consent() -> None:
    manifest = json.loads((ROOT / "manifest" / "teams" / "manifest.json").read_text("utf-8"))
    assert "authorization" not in manifest
    assert "no resource-specific consent" in flat(TEXT)


def test_every_service_address_is_named() -> None:
    for host in (*SERVICE_HOSTS, *FILE_HOSTS):
        assert host.removeprefix("*.") in TEXT


def test_the_promised_times_are_those_of_the_program() -> None:
    text = flat(PROSE)
    assert timedelta(days=3) == KEPT
    assert "recognised by its identity for 3 days" in text
    assert "| Identities of deliveries, and what was answered | 3 days |" in text
    assert timedelta(days=7) == LASTS
    assert "| Where a conversation stands | 7 days after the last change |" in text
    assert Settings.model_fields["draft_days"].default == 7
    assert "`SAFETY_DRAFT_DAYS` (7) after the last change" in text
    assert (LEASE, Pace().lease) == (timedelta(seconds=30), timedelta(seconds=90))
    assert "half a minute for answers, a minute and a half for the rest" in text
    assert timedelta(minutes=15) == LATE_AFTER
    assert text.count("more than 15 minutes late") == 2
    assert LARGEST == 10 * 1024 * 1024
    assert "| Photos and documents of a report, up to 10 MB each |" in text
    assert (timedelta(hours=1), 10, timedelta(minutes=5)) == (files.HELD, files.MOST, file_links.LASTS)
    assert "| Photos and documents about which nobody answered the question | One hour |" in text
    assert "up to 10 photos" in text
    assert "a link that works once, for 5 minutes" in text


def _on(clock: Clock, where: str = "") -> list[tuple[int, str, bool]]:
    """Return the steps of a clock: working days, who hears, and whether again on every day after."""
    found = [rung for rung in LADDER.rungs if rung.clock is clock and rung.where == where]
    return [(rung.days, " ".join(rung.to), rung.repeats) for rung in found]


_EVERYBODY = "cas_officer executive specialist"


@pytest.mark.parametrize(
    ("clock", "where", "steps", "row"),
    [
        (Clock.ASSIGNED, "", [(1, "lead"), (2, "deputy"), (3, "executive"), (4, "specialist")],
         "Lead after 1, deputy after 2, executive after 3, specialist after 4"),
        (Clock.DUE, "", [(-14, "lead"), (-7, "lead"), (-3, "lead executive"), (-1, "lead deputy"), (0, "lead deputy")],
         "Lead 14, 7, 3 and 1 before and on the day; executive 3 before; deputy 1 before and on the day"),
        (Clock.DUE, "", [(1, "lead executive specialist"), (2, "lead deputy +"), (5, "executive specialist"),
                         (10, "executive specialist")],
         ("Lead, executive and specialist after 1; lead and deputy daily from 2; "
          "executive and specialist again after 5 and 10")),
        (Clock.JUDGING, "", [(1, "executive"), (3, "executive specialist"), (5, "executive specialist +")],
         "Executive after 1; specialist as well after 3; both daily from 5"),
        (Clock.READY, "", [(1, "executive"), (2, "executive specialist"), (3, "executive specialist +")],
         "Executive, or CAS officer, after 1; specialist as well after 2; daily from 3"),
        (Clock.ALERT_DUE, "", [(-7, "executive"), (-1, "executive cas_officer"), (0, "executive specialist"),
                               (1, f"{_EVERYBODY} +")],
         "Executive 7 and 1 before, on the day, and daily when late; CAS officer 1 before; specialist from the day on"),
        *((Clock.STANDING, where, [(1, "cas_officer"), (2, _EVERYBODY), (3, f"{_EVERYBODY} +")],
           "CAS officer after 1; executive and specialist as well after 2; all of them daily from 3")
          for where in ("receipt", "received", "acknowledged")),
        (Clock.STANDING, "executive_named", [(1, "executive"), (2, "executive specialist"),
                                             (3, "executive specialist +")],
         "Executive after 1; specialist as well after 2; both daily from 3"),
        (Clock.STANDING, "leads_named", [(1, "executive cas_officer"), (2, _EVERYBODY), (3, f"{_EVERYBODY} +")],
         "Executive and CAS officer after 1; specialist as well after 2; all of them daily from 3"),
    ],
)  # fmt: skip
def test_the_ladder_in_words_is_the_ladder(clock: Clock, where: str, steps: list[tuple[int, str]], row: str) -> None:
    ours = [(days, f"{to} +" if repeats else to) for days, to, repeats in _on(clock, where)]
    before = [one for one in ours if one[0] <= 0]
    after = [one for one in ours if one[0] > 0]
    assert steps in (ours, before, after)
    assert f"| {row} |" in TEXT


def test_when_a_reporter_is_owed_an_answer_the_named_days_remind() -> None:
    assert [days for _, days, _ in RUNGS] == [-3, 0, 1, 5]
    assert "reminded 3 working days before that day, on the day, and 1 and 5 working days after it" in flat(PROSE)


def test_figures_are_as_old_as_the_text_says() -> None:
    assert Settings.model_fields["figures_seconds"].default == 1
    assert "Its figures may be a second old (`SAFETY_FIGURES_SECONDS`)" in flat(PROSE)


async def test_replies_are_forgotten_after_the_days_that_are_named(sqlite_database: Database) -> None:
    from storage import outbox
    from storage.records import OutboxState

    async with sqlite_database.transaction() as tx:
        message = await outbox.add(tx, key="a", kind="reply", subject="person:0", due_at=TUESDAY)
        assert message is not None
        held = await claims.claim(tx, TUESDAY, timedelta(minutes=1), 1)
        await outbox.settle(tx, held[0], OutboxState.SENT, TUESDAY)
        assert await outbox.forget_replies(tx, TUESDAY + timedelta(days=6, hours=23)) == 0
        assert await outbox.forget_replies(tx, TUESDAY + timedelta(days=7, hours=1)) == 1
    assert "| Answers in the outbox | 7 days after they were settled" in flat(PROSE)


# --- what the bot says -----------------------------------------------------------------------------


async def test_the_example_alert_can_be_recorded(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    try:
        talk = await open_talk(database)
        await talk.record(example_alert(TEXT))
        assert {"U0LEILA", "U0TOMASZ", "U0MARCUS"} <= set(talk.post.kept)
    finally:
        await database.close()


async def test_words_that_the_text_quotes_are_said_by_the_program() -> None:
    from schedules.attempt import REPEAT_WORDS

    assert f'"{REPEAT_WORDS}"' in flat(PROSE)
    router = Router(CAPABILITIES)
    for command in ("new alert", "help", "status"):
        assert router.match(Words(command, command=True)) is not None
