"""The settings as the README shows them. It reads no environment and shows no value but the defaults."""

from datetime import time

from pydantic import SecretStr

from bot.settings import LONG_TEXTS, Settings, names


def settings_table() -> str:
    """Return the settings as a Markdown table: name, default, meaning. The README holds exactly this."""
    rows = ["| Setting | Default | What it does |", "|---|---|---|"]
    for name, field in zip(names(), Settings.model_fields.values(), strict=True):
        rows.append(f"| `{name}` | {_shown(field.default)} | {_cell(field.description or '')} |")
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _shown(default: object) -> str:
    match default:
        case None | ():
            return "none"
        case SecretStr():
            return f"`{default.get_secret_value()}`"
        case time():
            return f"`{default:%H:%M}`"
        case str() if default in LONG_TEXTS:
            return "a short text"
        case _:
            return f"`{default}`"
