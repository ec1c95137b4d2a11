"""Who asks who can read a report is answered; who tells of an event, or asks about a patient, is not caught."""

import pytest

from handlers.incidents import readers


@pytest.mark.parametrize(
    "text",
    [
        "who can see my report", "who reads this", "is this confidential", "privacy", "am i going to get in trouble",
        "can my manager see this", "Who can see this?", "who will read my report", "who sees what I write",
        "does my manager see it", "will my boss know it was me", "is it private", "who gets told", "who has access",
        "will i get into trouble for reporting this", "Will I be blamed?", "can this be used against me",
        "are reports confidential", "can anyone else see my report", "will i lose my job", "where does my report go",
        "is there a no blame culture", "who is going to see this", "will my name be seen", "do managers read reports",
        "is this private and confidential", "do you tell my manager", "will anyone find out it was me",
        "hello, who can see this?", "Sorry! is this confidential", "can the doctors see my report",
        "will the nurses know it was me", "who told",
    ],
)  # fmt: skip
def test_the_question_is_known_in_many_words(text: str) -> None:
    assert readers.asks(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "can you see my patient's news score", "who can see my patient", "can the doctor see my patient",
        "patient's privacy not kept, curtain open ward 7", "confidential letter sent to wrong patient",
        "am i going to get in trouble i gave 10x insulin", "will i get in trouble for giving the wrong dose",
        "can my manager call me", "is this patient confidential", "private room door broken", "who can see mrs x",
        "can the consultant see this patient", "who saw the patient fall", "report",
        "will the family be told about this", "can the doctor look at it", "can the patient see it",
        "is the patient told about this", "hello",
    ],
)  # fmt: skip
def test_words_about_a_patient_or_an_event_are_left_alone(text: str) -> None:
    assert readers.asks(text) is None


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("confidentiality", False), ("privacy", False), ("who told", False), ("privacy?", True),
        ("is this confidential", True),
    ],
)  # fmt: skip
def test_one_word_may_be_the_answer_to_an_open_question(text: str, *, breaks: bool) -> None:
    assert (readers.asks_plainly(text) is not None) is breaks
