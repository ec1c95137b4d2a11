"""A fall that somebody reports, and how its review is closed: what transcripts of reviews begin with."""

from talking import Answer, Person

FALL: dict[str, Answer] = {
    "What happened?": "Patient slipped near the bathroom",
    "What kind of event was it?": "Incident",
    "Where?": "Ward 7",
    "How many patients were affected?": "1",
    "Physical harm to the patient?": "Low physical harm",
    "Psychological harm to the patient?": "No psychological harm",
}
LEARNT: dict[str, Answer] = {
    "What did we find?": "The alarm mats were off after cleaning",
    "What has changed, or will change?": "Cleaning staff now switch them on",
}
REFERENCE = "SE-2026-000001"


async def report(person: Person, **more: Answer) -> None:
    """Send the report, whether or not somebody has told of the same event before."""
    await person.commands("report")
    await person.fills(FALL | more)
    await person.presses("Submit")
    if any("Is it one of these?" in sight.text for sight in await person.new()):
        await person.presses("No, send mine")
    await person.sees("Thank you. Report SE-2026-")


async def close(jo: Person) -> None:
    """Close the review of the first report with its learning."""
    await jo.commands("review SE-2026-000001")
    await jo.presses("Close with learning")
    await jo.fills(LEARNT)
    await jo.presses("Close and tell the reporter")
    await jo.sees("Closed. The reporter hears what came of it.")
