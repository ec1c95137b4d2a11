"""What became of something that came in: who confirmed it or put it aside, and when. Drawing only."""

from handlers.chat.card import Button, Style
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from storage import people
from storage.receipts import Receipt
from storage.records import ReceiptState
from storage.rules.workdays import say_instant


async def settled(desk: Desk, receipt: Receipt) -> Reply:
    """Say who settled something that came in, when, and how, in place of the card that asked for it."""
    who = await people.by_ids(desk.tx, [receipt.settled_by] if receipt.settled_by else [])
    name = next((one.name for one in who.values()), "somebody")
    when = say_instant(receipt.settled_at, desk.now) if receipt.settled_at else ""
    if receipt.state is ReceiptState.DISMISSED:
        return tell(f"{name} said {when} that this is not for us: {receipt.reason}", title="Not for us", replaces=True)
    button = Button("Show the alert", "alerts.show", str(receipt.alert_id), Style.PRIMARY)
    return tell(f"{name} confirmed this {when}. Nothing more is to do here.", button, title="Confirmed", replaces=True)
