"""What a quiz may be drawn from (测验题源): questions open to practice that a machine marks; and the drawing itself."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lesson_titles
from courses.quizzes.bank import Choices, Fit, named
from courses.quizzes.draw import Draw
from exams import drawing, marking
from exams.blueprint import Candidate, Cell, Stock
from exams.models import AnswerKey, Area, EnemyGroup, Item, ItemVersion, Kind

_MACHINE = tuple(kind for kind in Kind if kind not in (Kind.SHORT, Kind.CASE))


def items() -> QuerySet[Item]:
    """All that may be drawn: the same that may be practised, less what a machine cannot mark or a paper holds at this moment."""
    newest = AnswerKey.objects.filter(item_version__item=OuterRef("pk"), item_version__number=OuterRef("current_number"))
    rule = Subquery(newest.order_by("-revision").values("rule")[:1])
    return Item.objects.for_practice().off_papers().alias(rule=rule).filter(rule__in=[*marking.RULES, marking.FULL])


def kinds() -> Choices:
    return [(kind.value, str(kind.label)) for kind in _MACHINE]


def sources() -> Sequence[tuple[str, Choices]]:
    """Every lesson and every area that has questions, with how many (five queries)."""
    lessons = dict(items().exclude(objective="").order_by("objective").values_list("objective").annotate(n=Count("pk")))
    titles = lesson_titles(lessons)
    by_lesson = [(code, named(f"{code} {titles.get(code, '')}".strip(), n)) for code, n in lessons.items()]
    areas = Counter(
        f"{credential}/{area}" for known in items().values_list("areas", flat=True) for credential, area in known.items()
    )
    names = {f"{one.credential}/{one.code}": one.name_in(get_language() or "") for one in Area.objects.all()} if areas else {}
    by_area = [(name, named(f"{name} {names.get(name, '')}".strip(), n)) for name, n in sorted(areas.items())]
    return [(title, rows) for title, rows in ((_("Lessons"), by_lesson), (_("Competence areas"), by_area)) if rows]


def fitting(draw: Draw) -> QuerySet[Item]:
    """The items a rule allows."""
    asked = Q()
    for source in draw.sources:
        asked |= _at(source)
    found = items().filter(asked, difficulty__gte=draw.easiest, difficulty__lte=draw.hardest)
    return found.filter(kind__in=draw.kinds) if draw.kinds else found


def _at(source: str) -> Q:
    """A lesson by its code, an area by `credential/area`."""
    credential, parted, area = source.partition("/")
    return Q(**{f"areas__{credential}": area}) if parted else Q(objective=source)


def fit(draw: Draw) -> Fit:
    """How many questions can stand in one quiz together, and how many each place has (3 queries)."""
    rows = list(fitting(draw).values_list("objective", "areas"))
    by_source = Counter[str]()
    for objective, areas in rows:
        by_source.update({objective, *(f"{credential}/{area}" for credential, area in areas.items())}.intersection(draw.sources))
    stock = _stock(draw)
    short = drawing.shortages([_cell(draw)], stock.items, stock.enemies)
    return Fit(short[0].found if short else draw.count, by_source)


def drawn(draw: Draw, seed: int, earlier: Collection[str]) -> list[ItemVersion]:
    """The wordings of one quiz in their order, what was met `earlier` only for want of others. CannotDraw when there are too few.

    Three queries.
    """
    stock = _stock(draw)
    pairs = drawing.draw([_cell(draw)], stock.items, seed, enemies=stock.enemies, earlier=earlier)
    codes = [candidate.code for _cell_of, candidate in pairs]
    versions = ItemVersion.objects.current().filter(item__code__in=codes).select_related("item")
    by_code = {version.item.code: version for version in versions}
    return [by_code[code] for code in codes]


def _stock(draw: Draw) -> Stock:
    rows = fitting(draw).values_list("code", "current_number", "kind", "difficulty")
    return Stock.of([Candidate(*row) for row in rows], EnemyGroup.objects.codes())


def _cell(draw: Draw) -> Cell:
    """The rule as a blueprint of one row: the places are looked at by the query already."""
    return Cell(0, draw.kinds or tuple(kind.value for kind in _MACHINE), draw.count, "", draw.easiest, draw.hardest)
