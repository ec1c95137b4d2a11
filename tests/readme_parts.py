"""The parts of the README that are made by the program itself, and the command that puts them there.

``.venv/bin/python tests/readme_parts.py`` writes them between their marks. The tests fail when they are out of date.
"""

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
sys.path[:0] = [path for path in (str(ROOT), str(Path(__file__).parent)) if path not in sys.path]

import typer.main  # noqa: E402
from readme_talk import transcript  # noqa: E402

from bot.__main__ import app  # noqa: E402
from bot.settings_table import settings_table  # noqa: E402
from bot.telemetry import configure_logs  # noqa: E402
from storage.rules.identifiers import LABELS  # noqa: E402
from storage.rules.lifecycle import diagram  # noqa: E402

_MARKED: Final = "(?<=<!-- {name}: made by tests/readme_parts.py -->\n)(.*?)(?=<!-- end of {name} -->)"


def fences(text: str, language: str) -> list[str]:
    """Return what stands in the fenced blocks of this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def example_alert(text: str) -> dict[str, Any]:
    """Return the alert file that the README shows."""
    found: dict[str, Any] = json.loads(fences(text, "json")[0])
    return found


def commands() -> list[tuple[str, Any]]:
    """Return every command with its full name, in the order of the help."""
    return list(_below("safety-bot", typer.main.get_command(app)))


def _below(name: str, command: Any) -> Any:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, one in inner.items():
        yield from _below(f"{name} {word}", one)


def commands_table() -> str:
    """Return the commands as a Markdown table: how it is typed, what it does."""
    rows = ["| Command | What it does |", "|---|---|"]
    for name, command in commands():
        words = [name, *(_typed(parameter) for parameter in command.params if parameter.name != "help")]
        does = (command.help or "").split("\n\n")[0].replace("\n", " ").strip()
        rows.append(f"| `{' '.join(words)}` | {does} |")
    return "\n".join(rows) + "\n"


def _typed(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper()).strip("{}")
    option = max(parameter.opts, key=len)
    if not getattr(parameter, "is_flag", False):
        option = f"{option} {parameter.metavar or parameter.name.upper()}"
    return option if parameter.required else f"[{option}]"


def kinds_list() -> str:
    """Return the kinds of detail that are taken out, as one sentence."""
    words = list(LABELS.values())
    return f"{', '.join(words[:-1])} and {words[-1]}.\n"


def made(text: str) -> dict[str, str]:
    """Return each part of the README that the program makes, by its name."""
    return {
        "transcript": f"```text\n{asyncio.run(transcript(example_alert(text)))}```\n",
        "commands": commands_table(),
        "settings": settings_table(),
        "kinds": kinds_list(),
        "states": f"```mermaid\n{diagram()}\n```\n",
    }


def _place(text: str, name: str) -> tuple[int, int]:
    found = re.search(_MARKED.format(name=name), text, re.DOTALL)
    if found is None:
        raise LookupError(f"the README has no marks for {name}")
    return found.span()


def marked(text: str, name: str) -> str:
    """Return what stands between the marks of a part. Raises LookupError when it has none."""
    start, end = _place(text, name)
    return text[start:end]


def filled(text: str) -> str:
    """Return the README with every part as the program makes it now. Raises LookupError as ``marked`` does."""
    for name, part in made(text).items():
        start, end = _place(text, name)
        text = text[:start] + part + text[end:]
    return text


if __name__ == "__main__":
    configure_logs("WARNING")
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
