"""What the review of reports adds to the bot: its words, buttons, forms, messages, help and examples."""

from typing import Final

from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.chat.card import Card
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.review import closing, notices, queue, resemblance, steps, taking_out, talking
from handlers.review.examples import examples
from handlers.review.form import (
    AgainForm,
    CloseForm,
    GradeForm,
    GradeSomeForm,
    HandlerForm,
    JoinForm,
    NoForm,
    QuestionForm,
    ReplyForm,
    TakeOutForm,
)
from handlers.routing import NOTICE
from storage import incidents, reviews
from storage.records import Person
from storage.rules.ladder import Kind
from storage.rules.policy import Verb, may


def _reviews(person: Person) -> bool:
    return may(person, Verb.REVIEW_REPORTS) is None


async def home(turn: Turn, desk: Desk) -> tuple[Card, ...]:
    """Return the reports that wait for this person, and the questions to them about their own reports."""
    del turn
    found = []
    for note in await reviews.open_questions(desk.tx, desk.person.id, limit=3) if desk.person.id else []:
        known = await incidents.by_ids(desk.tx, [note.incident_id])
        found += [notices.question_card(one, note) for one in known.values()]
    waiting = await queue.home_card(desk)
    return (*found, *((waiting,) if waiting is not None else ()))


REVIEW: Final = Capability(
    "review",
    words={
        "review": Route(queue.words),
        "reports to review": Route(queue.words),
        "answer": Route(talking.answer_words, rest=True),
    },
    shapes=((queue.shape, Route(queue.words)),),
    presses={
        "review.queue": Route(queue.page, reads=True),
        "review.show": Route(queue.one),
        "review.back": Route(queue.back),
        "review.more": Route(queue.more),
        "review.mine": Route(steps.take),
        "review.harm": Route(steps.harm_is_right),
        "review.flag": Route(steps.flag),
        "review.alike": Route(resemblance.judged),
        "review.closed": Route(closing.close),
        "review.reopen": Route(closing.reopen),
        "review.part": Route(closing.part),
        "review.helped": Route(talking.helped),
    },
    forms={
        "review.give": FormRoute(HandlerForm, steps.opens_give, steps.given, "Who looks after a report"),
        "review.grade": FormRoute(GradeForm, steps.opens_grade, steps.graded, "Harm to the patient"),
        "review.grade_some": FormRoute(
            GradeSomeForm, steps.opens_grade_some, steps.some_graded, "Harm to the patients"
        ),
        steps.NO: FormRoute(NoForm, steps.opens_no, steps.said_no, "Why not"),
        taking_out.FORM: FormRoute(TakeOutForm, taking_out.opens, taking_out.answered, taking_out.TITLE),
        "review.ask": FormRoute(QuestionForm, talking.opens_ask, talking.asked, "Ask the reporter"),
        "review.reply": FormRoute(ReplyForm, talking.opens_reply, talking.replied, "Answer a question"),
        "review.say": FormRoute(AgainForm, talking.opens_say, talking.said, "Tell the safety team"),
        "review.join": FormRoute(JoinForm, closing.opens_join, closing.join, "Join two reports"),
        closing.FORM: FormRoute(CloseForm, closing.opens_close, closing.written, closing.TITLE, keeps_draft=True),
    },
    draws={
        NOTICE: notices.new_report,
        "notice.handler": notices.handler,
        "notice.looking": notices.looking,
        "notice.joined": notices.joined,
        "notice.question": notices.question,
        "notice.reply": notices.reply,
        "notice.said": notices.reporter_said,
        "notice.learning": notices.learning,
        Kind.ANSWER: notices.reminder,
        Kind.ANSWER_LATE: notices.reminder,
    },
    help=(HelpLine("review", "Reports to review", shown_to=_reviews),),
    home=home,
    examples=examples,
)
