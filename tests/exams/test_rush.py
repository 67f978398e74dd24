"""What is compiled once says the same as what Django compiles anew, on either database."""

import datetime as dt
from decimal import Decimal
from inspect import signature

import django
import pytest
from django.db import IntegrityError, models, transaction
from django.db.models.query import get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from accounts.models import User
from core.models import AuditEntry, Job
from core.prepared import Change, Given, Rows, Values, insert
from exams import delivery
from exams.models import Attempt, AttemptItem, Mark, Response
from tests.cast import person
from tests.exams.making import finished, sitting, version

AT = dt.datetime(2026, 11, 2, 1, 2, 3, 456789, tzinfo=dt.UTC)


def test_a_kept_question_gives_what_the_queryset_gives_again_and_again(db):
    people = [person(name, name) for name in ("one", "two", "three")]
    named = Rows(lambda: User.objects.filter(pk__gte=Given("least", models.BigIntegerField())).order_by("-pk"))
    for one in people:
        asked = list(User.objects.filter(pk__gte=one.pk).order_by("-pk"))
        assert [found.__dict__ | {"_state": 0} for found in named.all(least=one.pk)] == [
            found.__dict__ | {"_state": 0} for found in asked
        ]
    assert named.first(least=people[-1].pk + 1) is None


def test_related_rows_come_along(learner, django_assert_num_queries):
    mine = delivery.start(candidate=learner, sitting=sitting(version(["single"])))
    told = Rows(lambda: Attempt.objects.told().filter(pk=Given("pk", models.UUIDField())))
    with django_assert_num_queries(1):
        found = told.first(pk=mine.pk)
        assert found == mine
        assert (found.exam_version.cut_score, found.sitting.opens_at) == (mine.exam_version.cut_score, mine.sitting.opens_at)


def test_a_lock_is_refused_outside_a_transaction(transactional_db):
    locked = Rows(lambda: User.objects.select_for_update().filter(pk=Given("pk", models.BigIntegerField())))
    with transaction.atomic():
        assert locked.all(pk=0) == []
    with pytest.raises(TransactionManagementError):
        locked.all(pk=0)


def test_a_kept_change_tells_how_many_rows_it_met(db):
    one = person("one", "one")
    to = Given("to", models.CharField())
    renamed = Change(lambda: User.objects.filter(pk=Given("pk", models.BigIntegerField())), full_name=to)
    assert (renamed.run(pk=one.pk, to="%s '; 姓名"), renamed.run(pk=one.pk + 1, to="nobody")) == (1, 0)
    one.refresh_from_db()
    assert one.full_name == "%s '; 姓名"


VALUES = {
    "none": None,
    "one": "A",
    "judged": True,
    "several": ["A", "B"],
    "words": {"1": "千分之三 %s \\ \" '"},
    "number": 0.25,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_rows_are_stored_as_bulk_create_stores_them(learner, value):
    place = delivery.start(candidate=learner, sitting=sitting(version(["single"]))).items.get().pk
    fields = {"attempt_item_id": place, "value": value, "epoch": 1, "client_at": None, "received_at": AT}
    stored = insert([Response(seq=seq, late=seq == 2, **fields) for seq in (1, 2)])
    plain = Response.objects.bulk_create([Response(seq=3, late=True, **fields)])[0]
    names = [field.attname for field in Response._meta.concrete_fields if field.attname not in ("id", "seq", "late")]
    found = Response.objects.in_bulk([one.pk for one in (*stored, plain)])
    assert [(found[one.pk].seq, found[one.pk].late) for one in stored] == [(1, False), (2, True)], "each has its own key"
    for one in stored:
        assert [getattr(found[one.pk], name) for name in names] == [getattr(found[plain.pk], name) for name in names]
    nothing = Response.objects.filter(value__isnull=True)
    assert nothing.count() == (3 if value is None else 0), "nothing is stored as nothing, not as the JSON of it"


def test_numbers_texts_and_moments_keep_every_figure(learner):
    mark = Mark.objects.filter(attempt_item__attempt=finished(learner, sitting(version(["single"])))).get()
    further = Mark(
        attempt_item=mark.attempt_item,
        stage=Mark.Stage.APPEAL,
        marks=Decimal("1.25"),
        marker=learner,
        key=mark.key,
        rubric=[{"part": "a", "marks": "1.25"}],
        comment="“好”\n\t\\",
        marked_at=AT,
    )
    insert([further])
    kept = Mark.objects.get(pk=further.pk)
    assert (kept.marks, kept.rubric, kept.comment, kept.marked_at) == (Decimal("1.25"), further.rubric, further.comment, AT)


def test_what_the_table_refuses_is_refused(learner):
    place = AttemptItem.objects.get(attempt=delivery.start(candidate=learner, sitting=sitting(version(["single"]))))
    row = {"attempt_item": place, "seq": 1, "value": "A", "epoch": 1, "received_at": AT}
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Response(**row), Response(**row)])
    assert not place.responses.exists()


def test_defaults_and_moments_of_making_are_filled_in(db):
    job, entry = insert([Job(task="x", kwargs={"a": [1]})])[0], insert([AuditEntry(deed="x", subject="y")])[0]
    assert (job.created_at, job.attempts, job.kwargs) == (Job.objects.get().created_at, 0, {"a": [1]})
    assert AuditEntry.objects.get(pk=entry.pk).at == entry.at
    assert insert([]) == []


def test_values_come_as_tuples(learner):
    ordinals = Values(lambda: Attempt.objects.filter(candidate=Given("c", models.BigIntegerField())).values_list("pk", "ordinal"))
    mine = delivery.start(candidate=learner, sitting=sitting(version(["single"])))
    assert ordinals.all(c=learner.pk) == [(mine.pk, 1)]


PARTS = {
    "what puts related rows in their places": lambda: get_related_populators,
    "what is asked for, by place": lambda: SQLCompiler.get_converters,
    "a queryset's own UPDATE": lambda: UpdateQuery.add_update_values,
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_the_parts_of_django_that_kept_statements_lean_on_are_as_they_were(part):
    """They are nobody's promise. Where one has changed, look at django.db.models.query.ModelIterable (for Rows) and
    QuerySet.update (for Change) of the Django in use, and bring site/core/prepared.py into line."""
    known = {
        "get_related_populators": "klass_info, select, db, fetch_mode" if django.VERSION >= (6, 1) else "klass_info, select, db",
        "get_converters": "self, expressions",
        "add_update_values": "self, values",
    }
    found = part()
    assert ", ".join(signature(found).parameters) == known[found.__name__], found.__name__


def test_what_a_compiler_tells_is_where_kept_statements_look_for_it(db):
    """`klass_info` with its model and columns, `select` and `annotation_col_map`: as the test before says."""
    compiler = User.objects.annotate(one=models.Value(1)).query.get_compiler("default")
    compiler.as_sql()
    fields = compiler.klass_info["select_fields"]
    assert compiler.klass_info["model"] is User
    assert [compiler.select[place][0].target for place in fields] == list(User._meta.concrete_fields)
    assert compiler.annotation_col_map == {"one": len(fields)}
