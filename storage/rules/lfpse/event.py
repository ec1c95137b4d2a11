"""One version of a report as a FHIR STU3 AdverseEvent of the LFPSE profile, and why some versions are left out.

What nobody said is not guessed: it stays out and becomes a gap. No identifier has a field here.
Source: domain brief a.3 to a.5. Whether LFPSE takes one resource with contained ones or a Bundle is not published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from typing import Final

from storage.records import EventType, FlagAnswer, IncidentStatus, Involved, PatientHarm, PhysicalHarm
from storage.rules.harm import EVENT_TYPES, INVOLVED, PHYSICAL, PSYCHOLOGICAL
from storage.rules.lfpse import fields
from storage.rules.lfpse.codes import CodeLists
from storage.rules.lfpse.sheet import NOT_ANSWERED, Json, Label, Sheet
from storage.rules.lfpse.version import Gap, Version, plain
from storage.rules.workdays import LONDON

REFERENCES: Final = "urn:patient-safety-bot:reference"
EVENT_TYPE_WORDS: Final = "urn:patient-safety-bot:event-type"
"""Systems of our own: the trust's reference, and our words for the type while the codes of CL001 are not known."""

STAFF_ONLY: Final = "staff_incident_redirect"
GOVERNED: Final = {
    "DutyOfCandour": "duty_of_candour_review",
    "CqcNotify": "cqc_notification",
    "NeverEvent": "never_event_review",
    "HsibNotify": "mnsi_review",
}
"""Fields of governance, and the flag whose answer by a person fills each. MNSI took over HSIB's maternity work.

"Referred to the local authority" is not among them: the flag asks whether it should be, not whether it was done.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A resource ready to be stored, and its gaps, sorted."""

    resource: Json
    gaps: tuple[Gap, ...]


def left_out(version: Version, lists: CodeLists | None) -> str:
    """Return why this version is not exported, as a sentence, or "" when it is."""
    if version.status is IncidentStatus.WITHDRAWN:
        return "The report was withdrawn. If an earlier version was sent, delete it there."
    if version.own_status is IncidentStatus.WITHDRAWN:
        return "This version took the report back; a later one brought it back."
    if version.merged_into is not None:
        return f"The same event is in {version.merged_into}."
    flagged = STAFF_ONLY in version.content.coded.flags and version.answers.get(STAFF_ONLY) is not FlagAnswer.NO
    if flagged and not version.content.patients:
        return "Only staff were affected. This belongs to health and safety, not to LFPSE."
    if lists is None:
        return f"Its codes are those of {version.content.taxonomy}, and no list of that version is here."
    return ""


def write_event(version: Version, lists: CodeLists, *, organisation: str = "") -> Written:
    """Return the AdverseEvent of a version that is not left out. ``organisation`` is the trust's ODS code, or ""."""
    content, sheet = version.content, Sheet(lists)
    story = plain(content.what_happened.text)
    patients = _patients(version, sheet)
    device = sheet.group(fields.DEVICE, {"DeviceType": content.coded.device})
    contained = [
        *_contained("Location", "location1", _place(version, sheet, organisation), always=True),
        *_contained("Practitioner", "practitioner1", _reporter(version, sheet, organisation), always=True),
        *_contained("Patient", "patient", patients),
        *_contained("Device", "device1", device),
    ]
    resource: Json = {
        "resourceType": "AdverseEvent",
        "meta": _meta(version, lists),
        "contained": contained,
        "extension": [*_circumstances(version, sheet), *_about(version, sheet)],
        "identifier": {"system": REFERENCES, "value": version.reference},
        **_category(version),
        "type": _type(content.event_type, sheet),
        **({"subject": {"reference": "#patient"}} if patients else {}),
        **({"date": content.occurred_on.isoformat()} if content.occurred_on else {}),
        "location": {"reference": "#location1"},
        "recorder": {"reference": "#practitioner1"},
        **({"description": story} if story else {}),
        **({"suspectEntity": [{"instance": {"reference": "#device1"}}]} if device else {}),
    }
    sheet.filled |= {name for name in ("date", "description") if name in resource}
    _note_missing(version, sheet)
    return Written(resource, tuple(sorted(set(sheet.gaps))))


def _contained(kind: str, name: str, extension: list[Json], *, always: bool = False) -> list[Json]:
    """Return the contained resource as a list of one; without anything in it only when it is always referred to."""
    if extension:
        return [{"resourceType": kind, "id": name, "extension": extension}]
    return [{"resourceType": kind, "id": name}] if always else []


def _meta(version: Version, lists: CodeLists) -> Json:
    """Return revision and instant. An anonymous report shows no instant: with a chat's log it could name somebody."""
    instant = f"{version.revised_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    shown = {} if version.anonymous else {"lastUpdated": instant}
    return {"versionId": str(version.revision), **shown, "profile": [lists.profile("patient-safety-adverse-event")]}


def _type(event_type: EventType, sheet: Sheet) -> Json:
    label = EVENT_TYPES[event_type]
    code = sheet.lists.event_types.get(event_type.value)
    if code is not None:
        return {"coding": [{"code": code, "display": label}], "text": label}
    sheet.note("type", "the codes of question CL001 are not published; our own word stands there")
    return {"coding": [{"system": EVENT_TYPE_WORDS, "code": event_type.value, "display": label}], "text": label}


def _category(version: Version) -> Json:
    """Return AE when somebody was harmed, PAE when nobody was, else nothing. Source: FHIR STU3."""
    content = version.content
    if content.event_type is not EventType.INCIDENT:
        return {}
    if content.patients == 0:
        return {"category": "PAE"}
    grades = [grade for harm in content.harms for grade in (harm.physical, harm.psychological)]
    if any(grade is not None and grade.value != PhysicalHarm.NO_HARM.value for grade in grades):
        return {"category": "AE"}
    return {"category": "PAE"} if grades and None not in grades and len(content.harms) == content.patients else {}


def _circumstances(version: Version, sheet: Sheet) -> Iterable[Json]:
    content, coded = version.content, version.content.coded
    day = content.occurred_on
    today = day == version.reported_at.astimezone(LONDON).date()
    yield from sheet.group(
        fields.ESTIMATED_DATE,
        {
            "IncidentOccurredToday": Label("I don't know" if day is None else "Yes" if today else "No"),
            "TodaysDate": day if today else None,
            "PreciseTime": content.occurred_at,
            "EstimatedTime": None if content.occurred_at else (coded.shift or Label("I don't know")),
        },
    )
    involved = [sheet.lists.code("agent-type", INVOLVED[one][1]) or INVOLVED[one][1] for one in content.involved]
    yield from sheet.group(fields.AGENT, {"InvolvedAgents": tuple(involved), "DrugsInvolved": coded.drugs})
    yield from sheet.group(
        fields.OUTCOME, {"ImmediateActions": plain(content.immediate_action.text), "OutcomeType": coded.outcome_types}
    )
    yield from sheet.group(fields.PROCESS, {"Process": coded.process})
    yield from sheet.group(fields.CHALLENGES, {"SafetyChallenges": coded.challenges})


def _about(version: Version, sheet: Sheet) -> Iterable[Json]:
    coded = version.content.coded
    if version.content.event_type is EventType.RISK:
        service = version.place.lfpse_service if version.place else None
        imminent = coded.risk_imminent or Label("I don't know")
        yield from sheet.group(
            fields.RISK,
            {
                "RiskDescription": plain(version.content.what_happened.text),
                "RiskTheme": coded.risk_themes,
                "RiskImminent": imminent,
                "RiskServiceArea": service,
                "RiskTimeframe": coded.risk_timeframe,
            },
        )
    if version.content.event_type is EventType.GOOD_CARE:
        yield from sheet.group(
            fields.WELL,
            {
                "StrengthsOfCare": plain(version.content.strengths.text),
                "HowFutureOccurrence": plain(version.content.how_again.text),
            },
        )
    decided = {slot: _decided(version.answers.get(flag)) for slot, flag in GOVERNED.items()}
    kind = str(coded.never_event) if decided["NeverEvent"] and coded.never_event is not None else None
    yield from sheet.group(fields.GOVERNANCE, {**decided, "NeverEventType": kind})
    yield from sheet.group(
        fields.METADATA,
        {
            "ReferenceNumber": version.reference,
            "FromOnlineForms": False,
            "IsAnonymous": version.anonymous,
            "DataSharingOptOut": False,
        },
    )


def _decided(answer: FlagAnswer | None) -> bool | None:
    return None if answer in {None, FlagAnswer.OPEN} else answer is FlagAnswer.YES


def _place(version: Version, sheet: Sheet, organisation: str) -> list[Json]:
    place = version.place
    return sheet.group(
        fields.LOCATION,
        {
            "LocationKnown": Label("Yes" if place else "I don't know"),
            "Organisation": organisation if place else None,
            "ServiceArea": place.lfpse_service if place else None,
            "LocationWithinService": place.lfpse_location if place else None,
        },
    )


def _reporter(version: Version, sheet: Sheet, organisation: str) -> list[Json]:
    """Return who reports: a member of staff, because the chat is theirs. No name, and no way to reach them.

    Their role is written when they gave it, and never for a report without a name.
    """
    return sheet.group(
        fields.PRACTITIONER,
        {
            "ReporterType": Label("I am a member of staff"),
            "ReporterRole": None if version.anonymous else version.content.coded.role,
            "ReporterInvolvement": version.content.coded.involvement,
            "ReporterOrganisation": organisation,
            "WhyAnonymous": version.content.coded.why_anonymous if version.anonymous else None,
        },
    )


def _patients(version: Version, sheet: Sheet) -> list[Json]:
    content = version.content
    if content.event_type not in {EventType.INCIDENT, EventType.OUTCOME}:
        return []
    if content.patients is None:
        sheet.note("number of patients", NOT_ANSWERED)
    known = {harm.sequence: harm for harm in content.harms}
    count = max((content.patients or 0, *known))
    groups: list[Json] = []
    for sequence in range(1, count + 1):
        of = f" (patient {sequence})"
        groups += sheet.group(
            fields.PATIENT,
            {"PatientSequence": sequence, **_harm(known.get(sequence), sheet, of), **_age(version, count)},
            of=of,
        )
    if count > 1 and content.coded.age_band:
        sheet.note(f"{fields.PATIENT}.AgeBracket", "there are several patients, and it is not known whose it is")
    return groups


def _age(version: Version, count: int) -> dict[str, str | None]:
    return {"AgeBracket": version.content.coded.age_band if count == 1 else None}


def _harm(harm: PatientHarm | None, sheet: Sheet, of: str) -> dict[str, Label]:
    graded: dict[str, Label] = {}
    if harm is not None and harm.physical is not None:
        graded["PhysicalHarm"] = Label(PHYSICAL[harm.physical][1])
    if harm is not None and harm.psychological is not None:
        graded["PsychologicalHarm"] = Label(PSYCHOLOGICAL[harm.psychological][1])
    fatal = harm is not None and harm.physical is PhysicalHarm.FATAL
    for slot in ("PhysicalHarm", "PsychologicalHarm"):
        if slot not in graded and not (fatal and slot == "PsychologicalHarm"):
            sheet.note(f"{fields.PATIENT}.{slot}{of}", NOT_ANSWERED)
    return graded


def _note_missing(version: Version, sheet: Sheet) -> None:
    """Note what a report of this type should say and does not, unless the reason is noted already."""
    content = version.content
    expected = list(fields.EXPECTED[content.event_type])
    if Involved.MEDICATION in content.involved:
        expected.append(f"{fields.AGENT}.DrugsInvolved")
    if Involved.DEVICES in content.involved:
        expected.append(f"{fields.DEVICE}.DeviceType")
    noted = {gap.field for gap in sheet.gaps}
    for path in expected:
        if path not in sheet.filled and path not in noted:
            sheet.note(path, NOT_ANSWERED)
    if version.content.event_type is EventType.RISK and not content.coded.risk_imminent:
        sheet.note(f"{fields.RISK}.RiskImminent", "not answered; written as “I don't know”")
