"""Physical harm weighed: how likely each grade is by all the words of an incident, and what that leaves of the rules.

The rules name grades by what they know; the table of ``storage/reference`` knows a little of every word. Neither alone
is as good as both. What may be severe or fatal is never brought below moderate.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from handlers.incidents.reading.cues import cue
from handlers.incidents.reading.deaths import of_another
from handlers.incidents.reading.harm import NOT_LESS
from handlers.incidents.reading.signs import signs_of
from handlers.incidents.reading.stems import Span, cut
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import Words
from storage.records import PhysicalHarm

GRADES: Final = (
    PhysicalHarm.NO_HARM,
    PhysicalHarm.LOW,
    PhysicalHarm.MODERATE,
    PhysicalHarm.SEVERE,
    PhysicalHarm.FATAL,
)
"""In the order of the table's columns: the mildest first."""
GROUND: Final = "*"
_HUNDREDTH: Final = 100
_NAMED: Final = 1.7
"""Nats that a grade gains where the rules found words for it: chosen on messages of authors that they had not seen."""
_SUPPOSED: Final = 1.0
"""The same where they only suppose it, having found no words."""
_GUESSED: Final = 0.5
"""Up to this sureness the rules only suppose; above, they found words."""
_SAID: Final = 0.8
"""From this sureness on, words say that somebody died."""
_REPORTERS_OWN: Final = 0.88
"""From this sureness on, the words give the grade themselves, or say that there was no harm: more is gained."""
_OWN: Final = 2.5
"""This also where the rules found that somebody died: few words say so by accident."""
_GRAVE_SHARE: Final = 0.35
"""Share of severe and fatal together from which neither low harm nor none is answered."""
_MODERATE: Final = 2
"""Where in ``GRADES`` moderate stands."""
_SUREST: Final = 0.95
_LEAST: Final = 0.5
_NOTHING: Final = frozenset(
    {
        "no", "not", "nil", "never", "nothing", "nobody", "none", "without", "before", "b4", "to", "back",
        "didnt", "wasnt", "werent", "hadnt", "hasnt", "isnt", "cant", "wont",
    }
)  # fmt: skip
"""Words that turn the next one round, or say where somebody went: with it they are a sign of its own."""
_CATEGORY: Final = cue(r"\b(?:cat(?:egory)?|gr(?:ade)?|stage|st|g)\s?([1-4])\b(?![:/.]\d)")
"""The depth of a sore: the one number that tells of harm by itself."""
_OF_A_DEATH: Final = cue(
    r"\b(?:di(?:e|ed|es|ing)|death\w*|dead|rip|passed|deceased|coroner\w*|mortuary|morgue|certif\w*|inquest|bereave\w*"
    r"|still ?b\w*|iud|asystole|pronounced|verif\w+|eol\w*|end of life|palliat\w*|sjr|lost|gone|fatal\w*|surviv\w*"
    r"|suicide|hang\w*|ligature|stopped|called it|rosc|cpr|resus\w*|arrest\w*|withdr\w*|unsuccessful|funeral"
    r"|medical examiner|cold|stiff|no (?:signs of life|output|pulse|heart ?beat)|nok|next of kin|family|slipped away"
    r"|body|lived|revived|brain ?stem|organs?"
    r"|(?:didn'?t|not|never|couldn'?t) (?:\w+ ){0,3}?(?:make|get|got|come|bring|save"
    r"|wake|response))\b"
)
_SAID_DEAD: Final = cue(r"\b(?:dead|died|dies|dying|passed(?! (?:to|on to|out|over|urine|it|them)\b))\b")
_DEATHS: Final = frozenset(map(cut, ("dead", "died", "dies", "dying", "passed")))
_LETTERS: Final = 3
"""Letters that a sign has at least to be shown as the reason."""


class Weight(NamedTuple):
    """How much a sign counts in the length of a message, and its points for each grade, in hundredths."""

    length: int
    points: tuple[int, ...]


Weights = Mapping[str, Weight]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The share of each grade, in the order of ``GRADES``, and the signs that were weighed, with where they stand."""

    shares: tuple[float, ...]
    known: Sequence[tuple[Span, Weight]]

    @property
    def notifiable(self) -> float:
        """The share of moderate harm and worse."""
        return sum(self.shares[_MODERATE:])

    @property
    def telling_of_more(self) -> Span:
        """Where stand the words that tell most of the likeliest of moderate, severe and fatal harm."""
        return self.telling(max(range(_MODERATE, len(GRADES)), key=lambda grade: self.shares[grade]))

    def telling(self, grade: int) -> Span:
        """Return where the words stand that tell most of a grade over the others; (0, 0) when no word tells."""
        long = [(span, one.points) for span, one in self.known if span[1] - span[0] >= _LETTERS]
        best = max(long, key=lambda one: one[1][grade] - sum(one[1]) / len(GRADES), default=((0, 0), ()))
        return best[0]


def signs(words: Words) -> dict[str, Span]:
    """Return the signs that tell of harm, each with its offsets: single words, and pairs such as "no injur"."""
    found = signs_of(words.stems, _NOTHING)
    dead = _DEATHS & found.keys()
    if dead and all(of_another(words, said.start()) for said in _SAID_DEAD.finditer(words.text)):
        for death in dead:  # a pump died: nobody did
            del found[death]
    for graded in _CATEGORY.finditer(words.text):
        found[f"cat {graded[1]}"] = graded.span()
    return found


def weigh(words: Words, table: Weights | None = None) -> Weighed:
    """Return what the words of an incident say together of its harm, by the table shipped or by another."""
    table = weights() if table is None else table
    known = [(span, table[sign]) for sign, span in signs(words).items() if sign in table]
    length = math.sqrt(sum(one.length * one.length for _, one in known)) / _HUNDREDTH or 1.0
    told = zip(*(one.points for _, one in known), strict=True) if known else ((0,) for _ in GRADES)
    ground = table[GROUND].points
    return Weighed(
        _shares([(start + sum(points) / length) / _HUNDREDTH for start, points in zip(ground, told, strict=True)]),
        known,
    )


def settle(words: Words, found: Answer[PhysicalHarm], weighed: Weighed) -> tuple[Answer[PhysicalHarm], Weighed]:
    """Return the likeliest grade by the rules' answer and the table together, and the shares that come of both."""
    rules = GRADES.index(found.value)
    if found.value is PhysicalHarm.FATAL and found.sure >= _SAID:  # no table outweighs a death that was told
        return found, weighed
    own = found.sure >= _REPORTERS_OWN or found.value is PhysicalHarm.FATAL
    gain = _SUPPOSED if found.sure <= _GUESSED else _OWN if own else _NAMED
    both = _shares([math.log(share) + gain * (grade == rules) for grade, share in enumerate(weighed.shares)])
    best = max(_allowed(words, rules, both, sure=found.sure), key=lambda grade: both[grade])
    together = Weighed(both, weighed.known)
    if best == rules:
        return found, together
    start, end = weighed.telling(best)
    sure = min(_SUREST, max(_LEAST, both[best]))
    return Answer(GRADES[best], sure, start, end, _why(words, start, end)), together


def _why(words: Words, start: int, end: int) -> str:
    """Return why a grade that no rule gave was put: no single word did it."""
    most = f", “{words.quote(start, end)}” most of all" if end else ""
    return f"all your words together sound like it{most}"


def _allowed(words: Words, rules: int, both: tuple[float, ...], *, sure: float) -> range:
    """Return the grades to choose from: moderate and worse where the rules or the shares tell of something graver.

    Fatal is one of them only where the rules say so, or a word can mean a death.
    """
    told = any(not of_another(words, death.start()) for death in _OF_A_DEATH.finditer(words.text))
    most = len(GRADES) if GRADES[rules] is PhysicalHarm.FATAL or told else len(GRADES) - 1
    surely = rules == _MODERATE and sure >= NOT_LESS
    grave = rules > _MODERATE or surely or sum(both[_MODERATE + 1 :]) >= _GRAVE_SHARE
    return range(_MODERATE if grave else 0, most)


def _shares(points: list[float]) -> tuple[float, ...]:
    most = max(points)
    raised = [math.exp(point - most) for point in points]
    return tuple(one / sum(raised) for one in raised)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the weights that are shipped. A missing or torn table is an error of installation."""
    text = files("storage.reference").joinpath("harm_signs.txt").read_text(encoding="utf-8")
    table: dict[str, Weight] = {}
    for line in text.splitlines():
        if line and not line.startswith(";"):
            sign, _, numbers = line.partition("|")
            length, *points = map(int, numbers.split())
            if len(points) != len(GRADES):
                raise ValueError(f"Not {len(GRADES)} weights: {sign}")
            table[sign] = Weight(length, tuple(points))
    return table
