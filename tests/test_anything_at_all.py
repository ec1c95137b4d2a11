"""Whatever somebody sends is read, screened, answered and drawn without an error, and never becomes markup.

``tests/bench/fuzz.py`` does the same with ten thousand messages.
"""

import asyncio
from pathlib import Path

from fuzzed import MESSAGES, WAYS, check_heard, check_pure
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from planted import Ward


def test_any_message_in_any_way_is_answered_and_shown_letter_by_letter(sqlite_url: str) -> None:
    with asyncio.Runner() as runner:
        ward = Ward(Path(sqlite_url.removeprefix("sqlite:///")))
        runner.run(ward.open())

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(MESSAGES, st.sampled_from(WAYS))
        @example("<!channel> <script>alert(1)</script> **bold** {{7*7}} pt fell ward 7", "command")
        @example("pt fell \ud800\x00 ward 7 " * 2000, "form")
        @example("\U0010ffff" * 40_000, "form")
        def check(text: str, way: str) -> None:
            check_pure(text)
            runner.run(check_heard(ward, text, way))

        check()
        runner.run(ward.close())
