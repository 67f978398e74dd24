"""Lists of the admin: every row leads to its thing, bears its deeds, and costs no query of its own."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.admin.ui.tables import TitleColumn
from wagtail.snippets.models import get_snippet_models

from core.models import AuditEntry
from tests.courses.small import make_course
from tests.events.making import make_event
from tests.organisations.making import firm

pytestmark = pytest.mark.django_db


def test_the_first_column_of_every_list_opens_the_row(rf, administrator):
    request = rf.get("/cms/")
    request.user = administrator
    shut = set()
    for model in get_snippet_models():
        made = model.snippet_viewset.index_view
        view = made.view_class(**made.view_initkwargs)
        view.setup(request)
        if not any(isinstance(column, TitleColumn) for column in view.columns[:2]):
            shut.add(model)
    # A line of the log is all there is of it.
    assert shut == {AuditEntry}


def test_a_firm_an_event_and_a_course_are_reached_from_their_lists(administrator, employer, client_of):
    office = client_of(administrator)
    for address, thing, deed in (
        ("organisations/organisation", firm("甲公司", manager=employer), "edit"),
        ("events/event", make_event(), "edit"),
        ("courses/course", make_course(), "edit"),
    ):
        there = f"/cms/snippets/{address}/"
        assert f'href="{there}{deed}/{thing.pk}/"' in office.get(there).content.decode()
    assert "版本与学员" in office.get("/cms/snippets/courses/course/").content.decode()


def test_as_many_queries_for_two_events_as_for_ten(administrator, client_of):
    office, counts = client_of(administrator), []
    office.get("/cms/snippets/events/event/")  # what is asked once and kept
    for more in (2, 8):
        for _number in range(more):
            make_event()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            office.get("/cms/snippets/events/event/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
