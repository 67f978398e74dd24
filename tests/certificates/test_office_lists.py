"""The lists of the office: each row opens, says what it is on a phone too, and offers no box that leads nowhere."""

import re

import pytest
from django.urls import reverse

from certificates import correcting
from certificates.issuing import issue
from certificates.office import CertificateOffice
from certificates.office.lists import OfficeList
from tests.certificates.applying import submitted
from tests.certificates.proceedings import announced, officers

pytestmark = pytest.mark.django_db


def test_every_list_of_this_room_is_one_of_them():
    assert all(issubclass(viewset.index_view_class, OfficeList) for viewset in CertificateOffice.items)


@pytest.fixture
def rows(certificate, learner, stranger):
    """Something on each list."""
    correcting.ask(certificate=certificate, by=learner, name="林玥", text="错字", files=[])
    announced(certificate, officers(1)[0])
    submitted(stranger)


@pytest.mark.parametrize("noun", ["certificate", "correction", "proceeding", "application", "schemeversion"])
def test_a_row_opens_and_names_each_of_its_values(rows, administrator, client_of, noun):
    office = client_of(administrator)
    page = office.get(reverse(f"wagtailsnippets_certificates_{noun}:list")).content.decode()
    table = page.split('<table class="listing">')[1].split("</table>")[0]
    assert "checkbox" not in table
    row = table.split("<tbody>")[1].split("</tr>")[0]
    address = re.search(r'<a[^>]* href="([^"]+)"', row)
    assert address, row
    assert office.get(address[1]).status_code == 200
    assert row.count("<td") == row.count("data-label=") + 1


@pytest.mark.parametrize("part", [*"王䶮㛃𫖯𬭚𠮷", "王䶮㛃𫖯𬭚𠮷", "\U0002b5af\U0002cb5a"])
def test_a_rare_name_is_found_in_the_register_by_any_of_its_characters(passed, learner, rename, administrator, client_of, part):
    rename(learner, "王䶮㛃𫖯𬭚𠮷")
    number = issue(result=passed(learner)).number
    found = client_of(administrator).get(reverse("wagtailsnippets_certificates_certificate:list"), {"q": part})
    assert number in found.content.decode()
    other = client_of(administrator).get(reverse("wagtailsnippets_certificates_certificate:list"), {"q": "\U0002a6a5"})
    assert number not in other.content.decode()
