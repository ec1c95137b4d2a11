"""Reporting, from plain words to the reference, as it is said and seen on every platform."""

from northmoor import Northmoor


async def test_plain_words_become_a_report_in_two_taps(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.sees(
        "Check your report",
        "pt fell on ward 7, no injury",
        "was the patient distressed?",
        facts={"Type": "Incident", "Where": "Ward 7", "Patients": "1", "Physical harm": "No physical harm"},
        buttons=("Submit", "Change something", "No", "A little", "Don't know", "Ask me one at a time", "Not now"),
    )
    await amina.presses("No")
    await amina.sees("Check your report", facts={"Psychological harm": "No psychological harm"})
    await amina.presses("Submit")
    await amina.sees(
        "Thank you. Report SE-2026-000001 is with the safety team.",
        "What happens next",
        buttons=("Add something", "See my reports"),
    )
    await amina.presses("See my reports")
    await amina.sees("My reports (1)", "SE-2026-000001 · Incident · Ward 7", "Received")
