"""``safety-bot alert original``: print what came in about a national alert, as it was kept. It changes nothing."""

import re
from typing import Annotated

import typer

from bot.commands.terminal import migrated_store, read_settings, refuse, run
from storage import receipts
from storage.receipts import Receipt
from storage.rules.references import find_references
from storage.rules.workdays import say_instant

What = Annotated[str, typer.Argument(metavar="WHAT", help="A reference, like NatPSA/2026/003, or a receipt's number.")]
AsItCame = Annotated[bool, typer.Option("--item", help="Print the whole item as it came (JSON) and not its words.")]


def original(what: What, item: AsItCame = False) -> None:
    """Print what came in about an alert: its words, or with --item the whole item. Identifiers were removed before."""
    from bot.app import now

    settings = read_settings()

    async def work() -> list[tuple[Receipt, str]]:
        async with migrated_store(settings) as database, database.reading() as tx:
            if re.fullmatch(r"[0-9]{1,9}", what):
                one = await receipts.get(tx, int(what))
                found = [one] if one is not None else []
            else:
                named = find_references(what)
                found = await receipts.of_key(tx, named[0].key) if named else []
            return [(one, (await receipts.item_of(tx, one.id) if item else None) or one.original) for one in found]

    found = run(work)
    if not found:
        refuse(f"Nothing was received under {what}.")
    for receipt, text in found:
        came = say_instant(receipt.received_at, now())
        typer.echo(f"Receipt {receipt.id}, from {receipt.source}, {came}, {receipt.state}:", err=True)
        typer.echo(text)
