"""``safety-bot outbox``: what is owed to whom, and what could not be delivered. It shows ids and codes, never words."""

from typing import Annotated, Final

import typer

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from storage import audit, outbox
from storage.records import Message, OutboxState
from storage.rules.workdays import LONDON

_OPEN: Final = (OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.SENDING, OutboxState.WAITING)

States = Annotated[
    list[OutboxState] | None, typer.Option("--state", help="Only messages in this state. May be given several times.")
]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many to show, the earliest due first.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of the message, as the list shows it.")]


def show(state: States = None, limit: Limit = 50) -> None:
    """List messages that are waiting, being sent, failed or unknown."""
    settings = read_settings()

    async def work() -> tuple[dict[OutboxState, int], list[Message]]:
        async with migrated_store(settings) as database, database.reading() as tx:
            return await outbox.counts(tx), await outbox.listing(tx, state or _OPEN, limit)

    counts, messages = run(work)
    for message in messages:
        due = message.due_at.astimezone(LONDON)
        why = f"  ({message.reason})" if message.reason else ""
        typer.echo(
            f"  {message.id:>6}  {message.state:<9} due {due:%a %d %b %Y, %H:%M}  {message.kind}  {message.subject}"
            f"  person {message.person_id or '-'}  attempts {message.attempts}{why}"
        )
    typer.echo(", ".join(f"{count} {word}" for word, count in counts.items()) + ".")


def retry(number: Number) -> None:
    """Let a failed message try again now."""
    from bot.app import now

    settings = read_settings()

    async def work() -> bool:
        async with migrated_store(settings) as database, database.transaction() as tx:
            done = await outbox.retry(tx, number, now())
            if done:
                await audit.record(tx, at=now(), actor="cli", act="message.retried", subject=f"message:{number}")
            return done

    if not run(work):
        refuse(f"Message {number} is not a failed one, so there is nothing to try again.")
    typer.echo(f"Message {number} goes out again as soon as the bot is running.")
