"""The shape a document is kept in: what it brings along to look the same in decades."""

import datetime as dt
import io

import pikepdf
import pytest

from certificates import finishing
from certificates.rendering import render
from core.pdf import archiving
from core.pdf.archiving import Enclosed
from tests.certificates.archived import missing
from tests.certificates.test_rendering import facts

BESIDE = Enclosed("credential.json", b'{"a": 1}', "application/vc", "Verifiable Credential")


@pytest.mark.parametrize("enclosed", [None, BESIDE], ids=["alone", "with-a-file"])
def test_a_certificate_lacks_nothing_an_archive_asks_for(enclosed):
    assert missing(render(facts(), enclosed=enclosed)) == []


def test_without_the_last_pass_the_reader_names_what_is_missing(monkeypatch):
    """The control: the same page as it was drawn before."""
    monkeypatch.setattr(finishing, "shape", lambda *args, **kwargs: None)
    assert missing(render(facts())) == ["colours", "metadata"]


def test_a_file_that_is_not_named_as_belonging_to_it_is_seen():
    with pikepdf.open(io.BytesIO(render(facts(), enclosed=BESIDE))) as document:
        del document.Root.AF
        out = io.BytesIO()
        document.save(out)
    assert missing(out.getvalue()) == ["enclosed"]


def test_an_annotation_that_would_not_be_printed_is_made_to():
    with pikepdf.open(io.BytesIO(render(facts()))) as document:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1], F=2)
        document.pages[0].Annots = pikepdf.Array([link])
        archiving.shape(document, dt.date(2026, 11, 24), title="甲", author="乙")
        assert int(document.pages[0].Annots[0].F) == 6


def test_the_enclosed_file_comes_out_byte_for_byte_and_the_same_document_is_the_same_bytes():
    content = render(facts(), enclosed=BESIDE)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.attachments["credential.json"].get_file().read_bytes() == BESIDE.content
    assert render(facts(), enclosed=BESIDE) == content
    assert render(facts()) != content
