"""The capability that the README shows is taken out of it, registered, and talked to."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from readme_parts import README, ROOT, fences
from readme_talk import Clock, Talk, open_talk, read_aloud

from bot.app import make_core
from bot.slack.draw import cards_as_blocks
from bot.slack.view import Memory, form_as_view
from bot.teams.draw import draw
from handlers.capabilities import CAPABILITIES
from handlers.chat.card import Card
from handlers.chat.reply import Reply
from handlers.chat.turn import Answers
from handlers.desk import House
from handlers.reception import Reception
from storage.database import Database

SOURCE = fences(README.read_text("utf-8"), "python")[0]


@pytest.fixture
def module() -> Iterator[ModuleType]:
    """Run the example as the module that it would be."""
    made = ModuleType("handlers.calls")
    sys.modules[made.__name__] = made
    exec(compile(SOURCE, "README.md", "exec"), made.__dict__)  # noqa: S102 - our own README
    yield made
    del sys.modules[made.__name__]


@pytest.fixture
async def talk(module: ModuleType, tmp_path: Path) -> AsyncIterator[Talk]:
    """Open a trust in which the example is one of the capabilities."""
    database = Database(f"sqlite:///{tmp_path / 'talk.db'}")
    core = make_core(database, Clock(), House())
    reception = Reception(
        database, (*CAPABILITIES, module.CALLS), core.clock, House(), lambda messages: core.post.deliver(list(messages))
    )
    yield await open_talk(database, core, reception)
    await database.close()


async def test_its_words_open_its_form(talk: Talk) -> None:
    reply = await talk.say("U0LEILA", "call me")
    assert read_aloud(reply) == ["Ask for a call", "What is it about? ____", "[Send]"]


async def test_help_offers_it_as_a_button(talk: Talk) -> None:
    await talk.say("U0LEILA", "help")
    reply = await talk.press("U0LEILA", "Ask the safety team to call me")
    assert reply.form is not None
    assert reply.form.name == "calls.ask"


async def test_its_answer_reaches_the_specialist_and_nobody_else(talk: Talk) -> None:
    reply = await talk.do("U0LEILA", Answers("calls.ask", "", {"about": "alert"}))
    assert read_aloud(reply) == ["Thank you", "The safety team knows. They will call you."]
    await talk.courier.run_until_idle(talk.clock())
    assert {user: [read_aloud(one) for one in kept] for user, kept in talk.post.kept.items()} == {
        "U0JO": [["A call", "Dr Leila Haddad asks for a call. It is about: an alert."]]
    }


async def test_a_missing_answer_is_said_beside_the_question(talk: Talk) -> None:
    reply = await talk.do("U0LEILA", Answers("calls.ask", "", {}))
    assert reply.form is not None
    assert set(reply.form.errors) == {"about"}
    await talk.courier.run_until_idle(talk.clock())
    assert talk.post.kept == {}


async def test_it_can_be_answered_one_question_at_a_time(talk: Talk) -> None:
    await talk.do_press("U0LEILA", "chat.ask", "calls.ask:")
    reply = await talk.press("U0LEILA", "A report")
    assert "The safety team knows. They will call you." in read_aloud(reply)


def test_its_examples_are_drawn_on_slack_and_teams(module: ModuleType) -> None:
    for example in module.examples():
        if isinstance(example, Card):
            assert cards_as_blocks([example])
            assert draw(Reply((example,)))
        else:
            assert form_as_view(example, Memory())
            assert draw(Reply(form=example))


def test_it_keeps_the_rules_of_the_project() -> None:
    ruff = Path(sys.executable).parent / "ruff"
    for arguments in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *arguments, "--stdin-filename", "handlers/calls.py", "-"],
            input=SOURCE, text=True, capture_output=True, cwd=ROOT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
