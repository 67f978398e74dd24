"""A multitude: thousands of learners with their papers, answers, marks, results, hours and certificates, on PostgreSQL.

One person's real rows, made by the site itself, are copied by the database (INSERT … SELECT over numbers): whatever columns a
table has come along, and only what must differ is said here. Foreign keys and triggers rest meanwhile; the rows fit all the same
(`checked` asks the database). Numbers and days are spread by remainders, so that a run can be had again.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

AT_ONCE = 5_000  # learners a statement
DAYS = 700  # over so many days everything is spread
_CERTIFIED, _EMPLOYED = 2, 10_000  # every second holds a certificate; so many belong to one body
ROOM = 1_000  # so many sit an exam together: a hundred rooms of a hundred thousand


@dataclass(frozen=True)
class Size:
    """How many learners, and what each has."""

    learners: int
    responses: int = 50
    hours: int = 10


def of(learners: int) -> Size:
    """100,000 learners: 5 million responses and 1 million lines of hours; less in proportion."""
    return Size(learners)


@dataclass(frozen=True)
class Model:
    """One person's rows, from which all others are made."""

    attempt: Any
    enrolment: Any
    certificate: Any
    membership: Any
    lessons: list[str]


class Multitude:
    """Adds learners beside those who are there."""

    def __init__(self, model: Model, size: Size) -> None:
        self.model, self.size = model, size
        self.tables: set[type[models.Model]] = set()

    def seed(self) -> dict[str, int]:
        """All of it; how many rows of each table were added."""
        added: dict[str, int] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0")
            for first in range(1, self.size.learners + 1, AT_ONCE):
                last = min(first + AT_ONCE - 1, self.size.learners)
                for name, rows in self._some(cursor, first, last).items():
                    added[name] = added.get(name, 0) + rows
            self._count_on(cursor)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT; ANALYZE; SET LOCAL statement_timeout = DEFAULT")
        return added

    def _some(self, cursor: Any, first: int, last: int) -> dict[str, int]:
        from accounts.models import User
        from courses.models import CreditEntry, Enrolment, LessonProgress
        from exams.models import AttemptItem, Mark, Registration, Response, Result, Sitting

        attempt, mine = self.model.attempt, f"attempt_id = '{self.model.attempt.pk}'"
        items = attempt.items.count()
        seqs = -(-self.size.responses // items)
        learner = f"{self._from(User)} + n"
        of_item = f"attempt_item_id IN (SELECT id FROM {AttemptItem._meta.db_table} WHERE {mine})"
        item = f"{self._from(AttemptItem)} + (n - 1) * {items} + k"
        ago = f"- (n % {DAYS}) * interval '1 day'"
        lesson = f"(ARRAY{self.model.lessons})[1 + (l - 1) % {len(self.model.lessons)}]"
        every = f"generate_series({first}, {last}) AS n"
        lessons = f"{every}, generate_series(1, {self.size.hours}) AS l"
        added: dict[str, int] = {}

        def copied(table: type[models.Model], where: str, source: str = every, **changes: str) -> None:
            added[table._meta.label] = added.get(table._meta.label, 0) + self._copied(cursor, table, where, source, changes)

        person = f"id = {attempt.candidate_id}"
        name = "'学员' || n"
        if first == 1:  # the first room is the model's own
            rooms = f"generate_series(1, {(self.size.learners - 1) // ROOM}) AS n"
            copied(Sitting, f"id = '{attempt.sitting_id}'", rooms, id=_key("sitting"))
        room = f"CASE WHEN n <= {ROOM} THEN t.sitting_id ELSE md5('scale sitting ' || (n - 1) / {ROOM})::uuid END"
        copied(User, person, id=learner, email="'s' || n || '@scale.invalid'", full_name=name, date_joined=f"t.date_joined {ago}")
        copied(
            Registration,
            f"id = {attempt.registration_id}",
            id=f"{self._from(Registration)} + n",
            candidate_id=learner,
            sitting_id=room,
            admission_no="'SC' || lpad(n::text, 9, '0')",
        )
        copied(
            type(attempt),
            f"id = '{attempt.pk}'",
            id=_key("attempt"),
            candidate_id=learner,
            sitting_id=room,
            registration_id=f"{self._from(Registration)} + n",
            **{moment: f"t.{moment} {ago}" for moment in ("started_at", "deadline_at", "submitted_at")},
        )
        copied(AttemptItem, mine, id=item, attempt_id=_key("attempt"))
        responses = f"{every}, generate_series(1, {seqs}) AS l"
        number = f"{self._from(Response)} + ((n - 1) * {items} + k - 1) * {seqs} + l"
        copied(Response, f"seq = 1 AND {of_item}", responses, id=number, attempt_item_id=item, seq="l")
        marks = "CASE WHEN (n * 7 + k * 13) % 10 < 3 THEN 0 ELSE t.marks END"
        copied(Mark, of_item, id=f"{self._from(Mark)} + (n - 1) * {items} + k", attempt_item_id=item, marks=marks)
        copied(
            Result,
            f"id = '{self.model.certificate.result_id}'",
            id=_key("result"),
            attempt_id=_key("attempt"),
            total="round(t.maximum * (40 + n % 60) / 100, 2)",
            passed="n % 60 >= 20",
            computed_at=f"t.computed_at {ago}",
            released_at=f"t.released_at {ago}",
        )
        copied(Enrolment, f"id = {self.model.enrolment.pk}", id=f"{self._from(Enrolment)} + n", learner_id=learner)
        line = f"(n - 1) * {self.size.hours} + l"
        copied(
            LessonProgress,
            f"learner_id = {attempt.candidate_id}",
            lessons,
            id=f"{self._from(LessonProgress)} + {line}",
            learner_id=learner,
            lesson_code=lesson,
        )
        copied(
            CreditEntry,
            f"learner_id = {attempt.candidate_id}",
            lessons,
            id=f"{self._from(CreditEntry)} + {line}",
            learner_id=learner,
            lesson_code=lesson,
            source_ref="'scale ' || l",
            day=f"t.day - (n + l)::int % {DAYS}",
            at=f"t.at - ((n + l) % {DAYS}) * interval '1 day'",
        )
        self._belongings(copied, learner, name, first, last)
        return added

    def _belongings(self, copied: Any, learner: str, name: str, first: int, last: int) -> None:
        """Certificates and memberships, of some."""
        certificate, membership = self.model.certificate, self.model.membership
        some = f"generate_series({first}, {last}) AS n WHERE n % {_CERTIFIED} = 0"
        place = f"({certificate.status_list} + 1) * 100000 + n"
        copied(
            type(certificate),
            f"id = '{certificate.pk}'",
            f"(SELECT n FROM {some}) AS numbers",
            id=_key("certificate"),
            number="'SC' || lpad(n::text, 9, '0')",
            holder_id=learner,
            holder_name=name,
            result_id=_key("result"),
            status_list=f"1 + ({place}) / 100000",
            status_index=f"({place}) % 100000",
            issued_at=f"t.issued_at - (n % {DAYS}) * interval '1 day'",
        )
        if first <= _EMPLOYED:
            copied(
                type(membership),
                f"id = '{membership.pk}'",
                f"generate_series({first}, {min(last, _EMPLOYED)}) AS n",
                id=_key("membership"),
                person_id=learner,
                name=name,
                email="'s' || n || '@scale.invalid'",
                employee_number="'SC' || n",
                phone="''",
                role="'learner'",
            )

    def _copied(self, cursor: Any, table: type[models.Model], where: str, source: str, changes: dict[str, str]) -> int:
        quote = connection.ops.quote_name
        columns = [str(field.column) for field in table._meta.concrete_fields]
        unknown = set(changes) - set(columns)
        if unknown:
            raise LookupError(f"{table._meta.label} has no {', '.join(sorted(unknown))}")
        told = ", ".join(changes.get(column, f"t.{quote(column)}") for column in columns)
        name, into = quote(table._meta.db_table), ", ".join(map(quote, columns))
        rows = f"SELECT *, row_number() OVER (ORDER BY {_order(columns)}) AS k FROM {name} WHERE {where}"
        cursor.execute(f"INSERT INTO {name} ({into}) SELECT {told} FROM {source} CROSS JOIN ({rows}) AS t")
        self.tables.add(table)
        return int(cursor.rowcount)

    def _from(self, table: type[models.Model]) -> int:
        """The highest number there was; asked once."""
        if table not in _highest:
            _highest[table] = table._base_manager.aggregate(most=models.Max("pk"))["most"] or 0
        return _highest[table]

    def _count_on(self, cursor: Any) -> None:
        """The next row gets the next number."""
        for table in self.tables:
            if isinstance(table._meta.pk, models.AutoField):
                name = table._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\"")
        _highest.clear()


QUESTIONS = 25
PENS: dict[str, Any] = {"single": "A", "multiple": ["A", "B"], "truefalse": True}
_highest: dict[type[models.Model], int] = {}


def _key(name: str) -> str:
    return f"md5('scale {name} ' || n)::uuid"


def _order(columns: list[str]) -> str:
    """Rows about items of a paper in the order of the items, so that they meet again."""
    return "attempt_item_id" if "attempt_item_id" in columns else "id"


def checked(tables: set[type[models.Model]]) -> list[str]:
    """Foreign keys of these tables that lead nowhere, as the database finds them."""
    lost = []
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in tables:
            for field in table._meta.concrete_fields:
                if isinstance(field, models.ForeignKey):
                    there = field.remote_field.model._meta
                    cursor.execute(
                        f'SELECT count(*) FROM "{table._meta.db_table}" AS one WHERE "{field.column}" IS NOT NULL AND NOT EXISTS '
                        f'(SELECT 1 FROM "{there.db_table}" AS other WHERE other."{there.pk.column}" = one."{field.column}")'
                    )
                    if cursor.fetchone()[0]:
                        lost.append(f"{table._meta.label}.{field.name}")
        cursor.execute("RESET statement_timeout")
    return lost


def one_learner() -> Model:
    """Somebody who has taken the course, passed the exam and holds a certificate, in a loaded database."""
    import datetime as dt

    from certificates import numbers
    from certificates.models import Certificate, Scheme
    from core.dates import now, today
    from courses.completion import enrol
    from courses.models import Course, CreditEntry, LessonProgress
    from exams import delivery
    from exams.delivery import Answer
    from organisations.models import Membership, Organisation
    from tests.cast import person as somebody
    from tests.load.cohort import register, sitting_of

    person = somebody("考生", "scale-0")
    sitting = sitting_of(QUESTIONS, 1)
    register([person], sitting)
    enrolment = enrol(learner=person, version=Course.objects.get(code="QSO").versions.latest("number"))
    attempt = delivery.start(candidate=person, sitting=sitting)
    kinds = attempt.items.order_by("slot").values_list("slot", "item_version__item__kind")
    delivery.submit(attempt=attempt, pending=[Answer(slot=slot, value=PENS[kind], seq=1) for slot, kind in kinds])
    attempt.refresh_from_db()
    result = attempt.results.get()
    lessons = [lesson["code"] for lesson in enrolment.version.lessons][:10]
    LessonProgress.objects.get_or_create(learner=person, lesson_code=lessons[0], defaults={"completed_at": now()})
    CreditEntry.objects.create(
        learner=person,
        course=enrolment.course,
        lesson_code=lessons[0],
        seconds=2700,
        reason="completed",
        rule_version="scale",
        source_ref="scale 0",
    )
    scheme = Scheme.objects.get(code="QSO")
    rules, number = scheme.versions.latest("number"), numbers.draw("QSO", today().year)
    printed = {
        "title": rules.title_zh,
        "title_en": rules.title_en,
        "disclaimer": rules.disclaimer,
        "url": f"https://example.org/v/{number}/",
    }
    printed |= dict.fromkeys(("text", "text_en", "issuing_body", "signatory", "signatory_title"), "样例")
    certificate = Certificate.objects.create(
        number=number,
        scheme=scheme,
        scheme_version=rules,
        holder=person,
        holder_name=person.full_name,
        result=result,
        subject={**printed, "is_sample": False},
        valid_from=today(),
        valid_until=today() + dt.timedelta(days=1000),
    )
    body = Organisation.objects.order_by("pk").first() or Organisation.objects.create(name="示例企业", state="verified")
    membership = Membership.objects.create(organisation=body, person=person, name=person.full_name)
    return Model(attempt, enrolment, certificate, membership, lessons)
