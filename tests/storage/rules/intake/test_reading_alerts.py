"""What is understood of alerts as they really arrive: pages, broadcasts, old wordings; and of what was made to harm."""

import json
import time
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.rules.intake import govuk
from storage.rules.intake.keeping import kept
from storage.rules.intake.letter import UnreadableError, open_letter
from storage.rules.intake.markup import Kind, blocks_of, from_html
from storage.rules.intake.proposal import Proposal, as_json, from_json
from storage.rules.intake.reading import read

BODY = """
<h2 id="explanation">Explanation of the safety issue</h2>
<p>Pumps of this model can deliver more than was set. This alert is safety critical and complex.</p>
<h2 id="action">Actions required</h2>
<p>Begin as soon as possible, complete by 1 March 2027.</p>
<ol>
<li><p>Find every pump of this model</p></li>
<li>Replace the giving sets by 29 January 2027<ul><li>in theatres</li><li>on wards</li></ul></li>
<li>Train staff &amp; carers</li>
</ol>
<h2 id="references">References</h2><ol><li>A paper</li></ol>
<script>alert("Actions complete by 1 January 2030")</script>
<p>It supersedes NatPSA/2025/011/MHRA.</p>
"""
ITEM = {
    "base_path": "/drug-device-alerts/example-pump",
    "title": "National Patient Safety Alert: Example pump: risk of over-infusion (NatPSA/2026/099/MHRA)",
    "description": "Example text",
    "details": {"body": BODY, "metadata": {"alert_type": ["national-patient-safety"], "issued_date": "2026-11-23"}},
}
PASTED = """
National Patient Safety Alert
Reference: NatPSA/2026/012/NHSE
Title: Bed rails: risk of entrapment
Date of issue: 20 November 2026
This safety critical alert is led by an executive.
Actions required
Actions to be complete as soon as possible and no later than 26 February 2027.
1. Measure every bed rail,
   the loaned ones too
2) Replace what does not fit by 15/01/2027
Additional information
1. Something else
"""


def test_a_page_of_gov_uk_gives_every_field_with_its_sentence() -> None:
    proposal = govuk.propose(ITEM)
    assert proposal.value("reference") == "NatPSA/2026/099/MHRA"
    assert proposal.value("title") == "Example pump: risk of over-infusion"
    assert proposal.value("issuer") == "MHRA"
    assert proposal.day("issued_on") == date(2026, 11, 23)
    assert proposal.day("complete_by") == date(2027, 3, 1)
    assert proposal.complete_by is not None
    assert proposal.complete_by.sentence == "Begin as soon as possible, complete by 1 March 2027."
    assert proposal.value("complexity") == "yes"
    assert proposal.value("url") == "https://www.gov.uk/drug-device-alerts/example-pump"
    assert proposal.value("supersedes") == "NatPSA/2025/011"
    assert proposal.value("explanation").startswith("Pumps of this model")
    assert [(one.number, one.text, one.due) for one in proposal.actions] == [
        (1, "Find every pump of this model", None),
        (2, "Replace the giving sets by 29 January 2027; in theatres; on wards", "2027-01-29"),
        (3, "Train staff & carers", None),
    ]
    assert from_json(json.loads(json.dumps(as_json(proposal)))) == proposal


def test_a_pasted_broadcast_is_read_line_by_line() -> None:
    proposal = read(blocks_of(PASTED))
    assert proposal.value("reference") == "NatPSA/2026/012/NHSE"
    assert proposal.value("title") == "Bed rails: risk of entrapment"
    assert proposal.day("issued_on") == date(2026, 11, 20)
    assert proposal.day("complete_by") == date(2027, 2, 26)
    assert proposal.value("complexity") == "no"
    assert [(one.text, one.due) for one in proposal.actions] == [
        ("Measure every bed rail, the loaned ones too", None),
        ("Replace what does not fit by 15/01/2027", "2027-01-15"),
    ]


@pytest.mark.parametrize(
    ("text", "underway", "complete"),
    [
        ("Actions underway: 20 July 2015, actions complete: 3 August 2015", "2015-07-20", "2015-08-03"),
        ("Actions complete by 3rd of August 2015.", "", "2015-08-03"),
        ("Action underway by 1 Dec 2026. Action complete by 2026-12-24", "2026-12-01", "2026-12-24"),
        ("Complete as soon as possible and no later than 24/12/2026.", "", "2026-12-24"),
        ("The deadline is extended to 31 January 2027.", "", "2027-01-31"),
        ("Actions complete by 31 February 2027.", "", ""),
        ("Actions complete by 1 March.", "", ""),
        ("Stock made before 3 August 2015 is affected.", "", ""),
    ],
)
def test_deadlines_are_found_in_old_and_new_wordings_and_never_guessed(text: str, underway: str, complete: str) -> None:
    proposal = read(blocks_of(text))
    assert (proposal.value("underway_by"), proposal.value("complete_by")) == (underway, complete)


def test_an_older_page_with_bullets_and_no_key_words_gives_what_it_has() -> None:
    item = {
        "base_path": "/drug-device-alerts/mattress",
        "title": "Mattress - risk of burn",
        "description": "Risk of burn (MDA/2015/025)",
        "details": {
            "body": '<h2>Action</h2><ul><li>Find it (see <a href="https://x.example/1 missing quote>FSN</a>)</li>'
            "<li>Discard it</li></ul><h4>Action by</h4><p>All staff</p>",
            "metadata": {"alert_type": "devices"},
        },
        "links": {"organisations": [{"title": "Medicines and Healthcare products Regulatory Agency"}]},
    }
    proposal = govuk.propose(item)
    assert (proposal.value("reference"), proposal.value("issuer")) == ("MDA/2015/025", "MHRA")
    assert [one.text for one in proposal.actions] == ["Find it (see FSN)", "Discard it"]
    assert (proposal.complexity, proposal.complete_by) == (None, None)


@pytest.mark.parametrize("item", [
    {}, {"details": None}, {"details": {"body": ["<p>x</p>"], "metadata": "no", "attachments": "no"}, "title": 7},
    {"details": {"body": None, "metadata": {"issued_date": ["soon"]}}, "links": {"organisations": [None]}},
])  # fmt: skip
def test_an_item_of_another_shape_gives_less_and_breaks_nothing(item: dict[str, object]) -> None:
    assert govuk.propose(item).actions == ()
    assert isinstance(govuk.text_of(item), str)


@pytest.mark.parametrize("evil", [
    "<" * 100_000, "<a " * 60_000, "<!--" * 50_000, "<div>" * 60_000, "<a " + "x=y " * 60_000 + ">", "</" * 90_000,
    "<script>" * 40_000, "<b><i><a>" * 20_000, "<ol><li>1. " * 8_000, "<p>action complete by " * 10_000, "&" * 200_000,
    "1 " * 50_000, "natpsa " * 30_000, "(" * 200_000,
])  # fmt: skip
def test_hostile_markup_is_read_in_a_moment(evil: str) -> None:
    start = time.perf_counter()
    read(from_html(evil))
    assert time.perf_counter() - start < 3


def test_scripts_styles_and_comments_are_no_words() -> None:
    found = from_html("<style>p{}</style><!-- <p>no</p> --><p>yes</p><script>no</script>1 < 2 <template>no</template>")
    assert [one.text for one in found] == ["yes", "1 <2"] or [one.text for one in found] == ["yes", "1 < 2"]
    assert all(one.kind is Kind.TEXT for one in found)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/!-olip 12.\n\"'=&;#aNatPSA"), max_size=300))
def test_any_text_at_all_gives_a_proposal(text: str) -> None:
    for blocks in (from_html(text), blocks_of(text)):
        assert isinstance(read(blocks), Proposal)


def _letter(*, html: bool = False, pdf: bytes | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"] = "CAS broadcast: National Patient Safety Alert: Bed rails (NatPSA/2026/012/NHSE)"
    message["From"] = "safetyalerts@example.org"
    message.set_content("Please see below.\n" + PASTED)
    if html:
        message.clear_content()
        message.set_content(f"<html><body>{BODY}</body></html>", subtype="html", charset="windows-1252", cte="base64")
    if pdf is not None:
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename="alert.pdf")
    return message.as_bytes()


def test_a_saved_e_mail_gives_its_words_whether_plain_or_html() -> None:
    assert "Measure every bed rail" in open_letter(_letter()).body
    page = open_letter(_letter(html=True))
    assert page.subject.startswith("CAS broadcast")
    assert len(read(blocks_of(page.body)).actions) == 3


def test_the_pdfs_of_an_e_mail_come_out_as_they_are() -> None:
    letter = open_letter(_letter(pdf=b"%PDF-1.7 nothing"))
    assert "Measure" in letter.body
    assert letter.papers == (b"%PDF-1.7 nothing",)


@pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"Content-Type: multipart/mixed\n\n" * 3])
def test_what_is_no_e_mail_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableError, match="e-mail"):
        open_letter(content)


def test_an_e_mail_nested_a_thousand_deep_is_survived() -> None:
    part = b""
    for number in range(1500):
        part += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    try:
        letter = open_letter(b"Subject: deep\n" + part + b"\nhello\n")
    except UnreadableError:
        return
    assert letter.papers == ()


def test_patients_are_taken_out_of_what_is_kept_and_dates_and_makers_stay() -> None:
    said = kept(
        "TransWarmer by Fisher, actions complete by 3 August 2015. Sent by amina@northmoor.example. "
        "This concerns patient John Carter, DOB 12/03/1951, NHS 999 000 0018, and Jo Smith (patient). "
        "These makers are known to be affected: Fisher patient monitors."
    )
    assert "3 August 2015" in said
    assert "TransWarmer by Fisher" in said
    assert "affected: Fisher patient monitors." in said
    for gone in ("amina@", "Carter", "12/03/1951", "999 000 0018", "Jo Smith"):
        assert gone not in said
