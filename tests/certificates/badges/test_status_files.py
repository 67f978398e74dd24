"""The status lists as files: what the site would say, whole, and only what changed is written anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from certificates.badges import statuslists
from tests.certificates.badges.conftest import become, bit, payload

pytestmark = pytest.mark.django_db


def written(folder):
    out = StringIO()
    call_command("write_status_lists", str(folder), stdout=out)
    return out.getvalue().strip()


def test_the_files_say_what_the_register_says_and_change_with_it(certificate, keys, administrator, tmp_path):
    assert written(tmp_path) == "2 lists, 2 of them new or changed"
    assert written(tmp_path) == "2 lists, 0 of them new or changed"
    become(certificate, "suspended", administrator)
    assert written(tmp_path) == "2 lists, 1 of them new or changed"
    for purpose, set_ in ((statuslists.REVOCATION, 0), (statuslists.SUSPENSION, 1)):
        told = payload((tmp_path / "status" / purpose / "1" / "index.jwt").read_text())
        subject = told["credentialSubject"] if "credentialSubject" in told else told["vc"]["credentialSubject"]
        assert bit(subject["encodedList"], certificate.status_index) == set_
    assert not list(tmp_path.rglob("*.part"))


def test_without_a_key_it_says_what_to_do(certificate, tmp_path):
    with pytest.raises(CommandError, match="make_signing_keys"):
        written(tmp_path)
