"""Messages about what came in, drawn when they are sent. None: somebody settled it meanwhile, so nobody is told."""

from dataclasses import replace

from handlers.chat.card import Text
from handlers.chat.reply import Reply, show
from handlers.desk import Desk
from handlers.intake import cards, triage
from handlers.intake.settled import settled
from handlers.redrawn import of_what
from storage import people
from storage.records import Message, ReceiptState, Role
from storage.rules.intake.proposal import from_json
from storage.rules.policy import Verb, may
from storage.rules.workdays import say_instant


async def draw(message: Message, desk: Desk) -> Reply | None:
    """Draw what came in for a CAS officer, unless somebody settled it meanwhile."""
    receipt = await triage.find(desk, message.subject.partition(":")[2])
    if receipt is None or receipt.state is not ReceiptState.WAITING:
        return None
    return show(await triage.triage_card(desk, receipt))


async def again(message: Message, desk: Desk) -> Reply | None:
    """Draw an earlier card of something that came in anew, once it is settled: by whom, when, and what became of it."""
    receipt = await triage.find(desk, str(of_what(message)[0]))
    if receipt is None or receipt.state is ReceiptState.WAITING:
        return None
    reply = await settled(desk, receipt)
    if may(desk.person, Verb.RECORD_ALERT) is None:
        return reply
    return replace(reply, cards=tuple(replace(card, buttons=()) for card in reply.cards))


async def remind(message: Message, desk: Desk) -> Reply | None:
    """Remind a CAS officer of what nobody has checked; tell others who was asked, and since when."""
    receipt = await triage.find(desk, message.subject.partition(":")[2])
    if receipt is None or receipt.state is not ReceiptState.WAITING:
        return None
    since = say_instant(receipt.received_at, desk.now)
    if may(desk.person, Verb.RECORD_ALERT) is None:
        card = await triage.triage_card(desk, receipt)
        said = Text(f"Nobody has checked this yet. It came {since}. If nobody does, the executives are told.")
        return show(replace(card, parts=(said, *card.parts)))
    asked = " and ".join(one.name for one in await people.with_role(desk.tx, Role.CAS_OFFICER)) or "nobody"
    return show(cards.unchecked_card(receipt, from_json(receipt.proposal), asked, since))
