"""Files of a resource are behind closed doors until it is approved, and run nothing when they are looked at."""

from core.handed_in import OFFICE, HandedIn
from schools import reviewing
from schools.models import PackFile
from tests.schools.handing import office, pdf, picture
from tests.schools.making import approvers, fresh, make_pack, make_school, published, teacher
from tests.schools.test_library import attached


def test_no_address_leads_to_a_file_before_its_resource_is_public(db, client, client_of, learner):
    home, by = make_school(), approvers()
    author = teacher(home)
    page = make_pack(home, author)
    file = attached(page, picture(), "图.png", "image/png")
    page.save_revision(user=author)
    addresses = [
        f"/resources/files/{file.code}/",
        f"/resources/files/{file.code}/look/",
        f"/resources/files/{file.code}/small/",
        f"/resources/{page.key}/files/{file.code}/",
        f"/resources/{page.key}.zip",
        f"/resources/{page.key}.imscc",
        f"/media/{file.key}",
        f"/artefacts/{file.key}",
    ]
    other = teacher(make_school("jida", "吉大小学"), "林老师", "lin")
    reviewing.submit(fresh(page), by=author)
    for stage in range(2):
        for address in addresses:
            for who in (client, client_of(learner), client_of(other)):
                assert who.get(address).status_code == 404, (address, stage)
        reviewing.approve(fresh(page), by=by[stage])
    assert fresh(page).live
    for address in addresses[:3] + addresses[4:6]:
        assert client.get(address).status_code == 200, address


def test_a_file_of_a_newer_draft_is_seen_by_its_school_and_reviewers_alone(db, client, client_of):
    home, by = make_school(), approvers()
    author = teacher(home)
    page = published(home, author, by)
    draft = page.get_latest_revision_as_object()
    content = HandedIn(pdf(), "新.pdf", "application/pdf")
    file = PackFile(kind="sheet", name="新.pdf", mime=content.mime, sha256=content.sha256, size=9)
    file.key = content.keep_in("resources", file.code)
    draft.files.set([file])
    draft.save_revision(user=author)
    assert not PackFile.objects.filter(code=file.code).exists(), "it stands in the revision alone"
    address = f"/resources/{page.key}/files/{file.code}/"
    for who in (author, *by):
        assert client_of(who).get(address).status_code == 200
    assert client.get(address).status_code == 404
    assert client.get(f"/resources/files/{file.code}/").status_code == 404


def test_what_is_looked_at_runs_nothing(db, client):
    page = published(make_school(), by=approvers())
    for content, name, mime in (
        (pdf(), "a.pdf", "application/pdf"),
        (picture(), "b.png", "image/png"),
        (office(), "c.docx", OFFICE["word/document.xml"]),
    ):
        file = attached(page, content, name, mime)
        answer = client.get(f"/resources/files/{file.code}/look/")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == mime
        if name == "c.docx":
            assert answer["Content-Disposition"].startswith("attachment")
        else:
            assert answer["Content-Disposition"].startswith("inline")
            assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert client.get(f"/resources/files/{file.code}/")["Content-Disposition"].startswith("attachment")
