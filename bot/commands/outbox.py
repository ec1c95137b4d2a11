"""``safety-bot outbox``: what is owed to whom, and what could not be delivered. It shows ids and codes, never words."""

from typing import Annotated, Final

import typer

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from storage import audit, outbox, owed, people
from storage.database import Transaction
from storage.records import Message, OutboxState
from storage.rules import identifiers
from storage.rules.workdays import LONDON

_OPEN: Final = (OutboxState.FAILED, OutboxState.UNKNOWN, OutboxState.SENDING, OutboxState.WAITING)

States = Annotated[
    list[OutboxState] | None, typer.Option("--state", help="Only messages in this state. May be given several times.")
]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many to show, the earliest due first.")]
Kind = Annotated[str, typer.Option("--kind", help="Only kinds that begin so, such as reminder. or notice.help")]
Subject = Annotated[str, typer.Option("--about", help="Only what is about this, such as alert:3 or action:12")]
Whose = Annotated[str, typer.Option("--person", help="Only messages to this person: a number or an e-mail address.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number of the message, as the list shows it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why nobody has to hear this. It is kept; leave patients out.")]


def show(state: States = None, kind: Kind = "", about: Subject = "", person: Whose = "", limit: Limit = 50) -> None:
    """List messages that are waiting, being sent, failed or unknown."""
    settings = read_settings()

    async def work() -> tuple[dict[OutboxState, int], list[Message]] | None:
        async with migrated_store(settings) as database, database.reading() as tx:
            whose = await _person(tx, person)
            if person and whose is None:
                return None
            found = await owed.find(tx, state or _OPEN, limit, kind=kind, subject=about, person_id=whose)
            return await outbox.counts(tx), found

    looked = run(work)
    if looked is None:
        refuse("Nobody on the staff list has that number or e-mail address.")
    counts, messages = looked
    for message in messages:
        due = message.due_at.astimezone(LONDON)
        why = f"  ({message.reason})" if message.reason else ""
        typer.echo(
            f"  {message.id:>6}  {message.state:<9} due {due:%a %d %b %Y, %H:%M}  {message.kind}  {message.subject}"
            f"  person {message.person_id or '-'}  attempts {message.attempts}{why}"
        )
    typer.echo(", ".join(f"{count} {word}" for word, count in counts.items()) + ".")


async def _person(tx: Transaction, named: str) -> int | None:
    """Return the id of a person who is named by number or e-mail address."""
    if named.isdecimal():
        return next(iter(await people.by_ids(tx, [int(named[:9])])), None)
    found = await people.by_email(tx, named) if named else None
    return found.id if found else None


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


def cancel(number: Number, reason: Reason) -> None:
    """Cancel a message that was not sent yet. Who and why is kept."""
    from bot.app import now

    settings = read_settings()
    why = identifiers.screen(reason, hospital_number=settings.hospital_number).text.strip()
    if not why:
        refuse("Please say why with --reason.")

    async def work() -> tuple[bool, Message | None]:
        async with migrated_store(settings) as database, database.transaction() as tx:
            done = await owed.cancel(tx, number, now(), f"cancelled: {why}")
            message = await owed.get(tx, number)
            if done and message is not None:
                detail = {"kind": message.kind, "about": message.subject}
                subject = f"message:{number}"
                await audit.record(tx, at=now(), actor="cli", act="message.cancelled", subject=subject, detail=detail)
            return done, message

    done, message = run(work)
    if message is None:
        refuse(f"There is no message {number}.")
    if not done:
        refuse(f"Message {number} is {message.state}, so it cannot be cancelled.")
    typer.echo(f"Message {number} is cancelled. Nobody hears it.")
