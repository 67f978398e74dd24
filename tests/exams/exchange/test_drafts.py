"""Drafts hold all that the bank holds, and the guards stop what must not be unpacked."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from exams import questions
from exams.exchange import guards
from exams.exchange.drafts import Refused, draft_of

CONTENT = Path(__file__).parents[3] / "content"
AREAS = {code: set(of["areas"]) for code, of in json.loads((CONTENT / "blueprints.json").read_text(encoding="utf-8")).items()}
SHIPPED = [
    questions.read(raw, AREAS)
    for file in sorted((CONTENT / "questions").glob("*.json"))
    for raw in json.loads(file.read_text(encoding="utf-8"))
]


def archive(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return made.getvalue()


def refusal(data: bytes, bounds=guards.WORKBOOK) -> str:
    with pytest.raises(Refused) as refused:
        list(guards.Archive(data, bounds).items())
    return refused.value.finding.code


def test_every_shipped_question_is_the_same_after_being_a_draft():
    assert len(SHIPPED) > 900
    for question in SHIPPED:
        again = draft_of(question).question()
        assert (again.sha256, again.wording_sha256) == (question.sha256, question.wording_sha256), question.code


def test_a_bomb_is_refused_by_its_directory_and_a_lying_directory_by_its_content():
    honest = archive(**{"xl/sheet.xml": b"\0" * (150 * guards.MEGABYTE)})
    assert len(honest) < 400_000
    assert refusal(honest) == "bomb"
    size = (150 * guards.MEGABYTE).to_bytes(4, "little")
    assert honest.count(size) >= 1
    lying = honest.replace(size, (1000).to_bytes(4, "little"))
    assert refusal(lying) in ("bomb", "broken-archive")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"PK\x03\x04 cut off", "broken-archive"),
        (archive(**{"../../etc/cron.d/x": b"1"}), "stray-name"),
        (archive(**{"/etc/passwd": b"1"}), "stray-name"),
        (archive(**{"C:\\x": b"1"}), "stray-name"),
        (archive(**{"inner.zip": archive(a=b"1")}), "nested-archive"),
        (archive(**{str(number): b"" for number in range(201)}), "too-many-entries"),
        (archive(a=b"1" * 500)[:-30], "broken-archive"),
        (b"x" * (guards.LARGEST_UPLOAD + 1), "too-large"),
    ],
    # Not the bytes: an archive tells when it was made, and every worker has to know a test by the same name.
    ids=range(9),
)
def test_an_archive_that_strays_is_refused(data, code):
    assert refusal(data) == code


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b'<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><q>&x;</q>', "xml-entities"),
        (b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>', "xml-entities"),
        (b'<!DOCTYPE q SYSTEM "http://127.0.0.1:1/x.dtd"><q/>', "xml-entities"),
        (b"<q><a></q>", "xml-broken"),
        (b"", "xml-broken"),
    ],
)
def test_u02_xml_that_reaches_out_or_swells_is_refused(document, code):
    with pytest.raises(Refused) as refused:
        guards.xml(document, "quiz.xml")
    assert refused.value.finding.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_is_read_in_whichever_encoding_it_comes(encoding):
    assert guards.text("题干,答案\r\n质量𠮷,A\r".encode(encoding)) == "题干,答案\n质量𠮷,A\n"


def test_a_picture_is_not_text():
    with pytest.raises(Refused) as refused:
        guards.text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff")
    assert refused.value.finding.code == "not-text"
