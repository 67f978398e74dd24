"""A mass load indexes at its end, in batches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend

from cms.search.gathering import gathered
from pages.models import NotePage


def writes(queries):
    return sum(
        q["sql"].lstrip().startswith(("INSERT INTO", "UPDATE")) and "wagtailsearch_indexentry" in q["sql"] for q in queries
    )


def load(write, count, mark):
    for number in range(count):
        write(f"{mark}{number}", f"第{number}份说明", "质量安全员每日检查")


def found():
    return get_search_backend().search("质量安全员", NotePage).count()


def test_what_is_saved_within_is_found_afterwards(write):
    with gathered():
        load(write, 3, "a")
        assert found() == 0
    assert found() == 3


def test_the_index_is_written_a_few_times_however_many_pages_are_saved(write):
    with CaptureQueriesContext(connection) as few, gathered():
        load(write, 2, "a")
    with CaptureQueriesContext(connection) as many, gathered():
        load(write, 20, "b")
    assert writes(many) == writes(few)


def test_saving_one_by_one_writes_the_index_each_time(write):
    """The control: without gathering the count grows with the pages."""
    with CaptureQueriesContext(connection) as few:
        load(write, 2, "a")
    with CaptureQueriesContext(connection) as many:
        load(write, 20, "b")
    assert writes(many) > 5 * writes(few)


def test_a_load_within_a_load_indexes_with_the_outer_one(write):
    with gathered():
        with gathered():
            load(write, 2, "a")
        assert found() == 0
    assert found() == 2


def test_what_was_saved_before_an_error_is_indexed(write):
    def broken():
        with gathered():
            load(write, 2, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert found() == 2
    load(write, 1, "b")
    assert found() == 3
