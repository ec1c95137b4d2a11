"""A picture of an alert's way through time: what was planned against what was done, with the same facts in words.

It is drawn in a thread of its own; the drawing library is loaded when the first picture is asked for.
"""

import asyncio
import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers.chat.card import Picture, shorten
from handlers.showing.alerts import number
from storage.records import ActionStatus, Alert, AlertAction
from storage.rules.guards import ACTION_ENDED
from storage.rules.lifecycle import ACTION_WORDS, ALERT_WORDS
from storage.rules.workdays import local_day, say_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST: Final = 6
"""Actions in one picture: with more, Teams would not show it (it takes 25 KB a card)."""
_ALT_MOST: Final = 1000
_WIDE, _DPI, _ROW, _ROOM = 3.0, 160, 0.5, 0.75
"""Inches and dots: 480 pixels wide: letters stay large on a telephone."""
_COLOURS: Final = 16
_PLANNED, _DONE, _LATE, _INK, _QUIET = "#c9dbee", "#00703c", "#b10e1e", "#212b32", "#4c6272"
"""Colours of the NHS identity with enough contrast; each is also a word beside its bar."""
_BEHIND: Final = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
"""Nothing is drawn through words."""
_DRAWING: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class Bar:
    """One action: planned from one day to another, done on a day or not yet. ``late``: done or still open after it."""

    label: str
    start: date
    due: date
    done: date | None
    state: str
    late: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture shows. ``marks`` are days of the alert itself, each with its name."""

    name: str
    status: str
    today: date
    complete_by: date
    bars: tuple[Bar, ...]
    marks: tuple[tuple[str, date], ...]
    hidden: int = 0


def timeline_of(alert: Alert, actions: Sequence[AlertAction], today: date) -> Timeline:
    """Return what is planned and done. Cancelled actions are left out."""
    counted = [one for one in actions if one.status is not ActionStatus.CANCELLED]
    marks = [("Issued", alert.issued_on)]
    if alert.acknowledged_at is not None:
        marks.append(("Acknowledged", local_day(alert.acknowledged_at)))
    if alert.closed_on is not None:
        marks.append(("Closed", alert.closed_on))
    bars = tuple(_bar(one, today) for one in counted[:MOST])
    hidden = len(counted) - len(bars)
    return Timeline(alert.reference, ALERT_WORDS[alert.status], today, alert.complete_by, bars, tuple(marks), hidden)


def _bar(action: AlertAction, today: date) -> Bar:
    done = None
    if action.status is ActionStatus.ACCEPTED:
        done = local_day(action.stood_since) if action.stood_since else action.due_on
    late = done > action.due_on if done else action.status not in ACTION_ENDED and action.due_on < today
    start = min(local_day(action.assigned_at), action.due_on)
    return Bar(f"{number(action)}. {action.text}", start, action.due_on, done, ACTION_WORDS[action.status], late)


def words(seen: Timeline) -> str:
    """Return everything that the picture shows, in words."""
    said = [f"Timeline of {seen.name}: {seen.status.lower()}. Complete by {say_day(seen.complete_by, seen.today)}."]
    said += [f"{name} {say_day(day, seen.today)}." for name, day in seen.marks]
    room = (_ALT_MOST - 160 - len(" ".join(said))) // max(1, len(seen.bars))
    said += [_said(one, seen.today, room) for one in seen.bars]
    if seen.hidden:
        said.append(f"{seen.hidden} more not shown.")
    return " ".join(said)


def _said(bar: Bar, today: date, room: int) -> str:
    facts = f": planned by {say_day(bar.due, today)}, {_state(bar, today)}."
    return f"{_cut(bar.label, max(12, room - len(facts)))}{facts}"


def _state(bar: Bar, today: date) -> str:
    late = ", late" if bar.late else ""
    return f"accepted {say_day(bar.done, today)}{late}" if bar.done else f"{bar.state.lower()}{late}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


async def picture(seen: Timeline) -> Picture:
    """Return the timeline as a picture with its words. Takes about 0.2 seconds, elsewhere than the other people."""
    return Picture(await asyncio.to_thread(draw, seen), shorten(words(seen), _ALT_MOST))


def draw(seen: Timeline) -> bytes:
    """Return the timeline as a PNG of few colours, small enough for every platform."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from PIL import Image

    with _DRAWING:  # The library keeps its fonts in one place for all threads.
        figure = Figure(figsize=(_WIDE, _ROOM + _ROW * max(1, len(seen.bars))), dpi=_DPI, facecolor="white")
        canvas: Any = FigureCanvasAgg(figure)
        axes = figure.add_axes((0.04, 0.25 / figure.get_figheight(), 0.92, 1 - 0.45 / figure.get_figheight()))
        _paint(axes, seen)
        canvas.draw()
        image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    few = image.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    written = io.BytesIO()
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def _paint(axes: "Axes", seen: Timeline) -> None:
    dates = _dates()

    days = [seen.complete_by, seen.today, *(day for _, day in seen.marks)]
    days += [day for one in seen.bars for day in (one.start, one.due, one.done) if day is not None]
    first, last = min(days), max(days)
    margin = max(timedelta(days=2), (last - first) * 0.03)
    left, right = first - margin, last + margin
    for row, one in enumerate(seen.bars):
        _paint_bar(axes, one, row, seen.today, left)
    bottom = max(1, len(seen.bars)) - 0.1
    at = dates.date2num
    axes.vlines([at(seen.today)], -0.45, bottom, colors=_INK, linewidth=1.0, zorder=0)
    axes.vlines([at(seen.complete_by)], -0.45, bottom, colors=_LATE, linewidth=1.0, linestyles="dashed", zorder=0)
    near_end = (seen.today - left) > (right - left) * 0.5
    axes.text(at(left if near_end else seen.today), -0.5, "| today", ha="left", va="bottom", fontsize=8, color=_INK)
    axes.text(at(right), -0.5, "- - complete by", ha="right", va="bottom", fontsize=8, color=_LATE)
    axes.set_xlim(at(left), at(right))
    axes.set_ylim(bottom, -0.5)
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=2, maxticks=4))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%-d %b"))
    axes.tick_params(axis="x", labelsize=8, colors=_INK, length=2)
    axes.set_yticks([])
    for name in ("top", "left", "right"):
        axes.spines[name].set_visible(False)


def _paint_bar(axes: "Axes", one: Bar, row: int, today: date, left: date) -> None:
    at = _dates().date2num
    width = max(1.0, at(one.due) - at(one.start))
    axes.barh(row + 0.23, width, left=at(one.start), height=0.18, color=_PLANNED, zorder=1)
    end = one.done or (today if one.late else None)
    if end is not None:
        start = at(one.start)
        colour = _LATE if one.late else _DONE
        axes.barh(row + 0.23, max(1.0, at(end) - start), left=start, height=0.08, color=colour, zorder=2)
    axes.plot([at(one.due)], [row + 0.23], marker="|", markersize=9, color=_INK)
    axes.text(at(left), row - 0.02, _cut(one.label, 40), va="center", fontsize=8, color=_INK, bbox=_BEHIND)
    state = f"due {say_day(one.due, today)}, {_state(one, today)}"
    colour = _LATE if one.late else _DONE if one.done else _QUIET
    axes.text(at(left), row + 0.5, _cut(state, 44), va="center", fontsize=7.5, color=colour, bbox=_BEHIND)


def _dates() -> Any:
    """Return the library's part about dates, most of which has no types."""
    from matplotlib import dates

    return dates
