"""Printing (印卷): a form is drawn for a sitting, its documents are made once, and whoever takes one answers for it.

As with certificates the file is written first, under a name that holds its digest, then recorded by an insert that one
worker wins; so the task may run twice.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence

from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from accounts.models import User
from core import jobs
from core.audit import record
from core.clock import now
from core.keeping import keep
from core.models import Job
from exams import papers, proofing
from exams.languages import SOURCE
from exams.models import PrintedDocument, PrintedPaper, Sitting

LETTERS = "ABCDEFGH"


class NoLetterLeft(Exception):
    """A sitting has all the forms it can have."""


def draw_form(*, sitting: Sitting, by: User, languages: Sequence[str] = (SOURCE,)) -> PrintedPaper:
    """The next form of this sitting, its documents to follow in each language.

    Raises CannotDraw, papers.Altered, NoLetterLeft, proofing.CannotPrint.
    """
    with transaction.atomic():
        locked = Sitting.objects.select_for_update(of=("self",), no_key=True).told().get(pk=sitting.pk)
        taken = set(PrintedPaper.objects.filter(sitting=locked).values_list("form", flat=True))
        letter = next((letter for letter in LETTERS if letter not in taken), None)
        if letter is None:
            raise NoLetterLeft
        paper = papers.draw(locked.exam_version, secrets.randbits(63))
        made = PrintedPaper(
            sitting=locked,
            form=letter,
            seed=paper.seed,
            pool=paper.pool,
            items=PrintedPaper.rows(paper.items),
            paper_sha256=paper.sha256,
            drawn_by=by,
            drawn_at=now(),
        )
        proofing.require(made, languages)
        made.save()
        record("paper.drawn", made, by=by, sitting=str(sitting.pk), form=letter, sha256=paper.sha256)
        for language in languages:
            _have_made(made, language)
    return made


def add_language(*, paper: PrintedPaper, language: str, by: User) -> bool:
    """Have a form's documents made in one more language, or again where that failed. False: they are made or under way.

    Raises proofing.CannotPrint.
    """
    proofing.require(paper, [language])
    with transaction.atomic():
        if paper.documents.filter(language=language).count() == len(PrintedDocument.Kind) or not _have_made(paper, language):
            return False
        record("paper.language_added", paper, by=by, language=language)
    return True


def under_way(forms: Iterable[PrintedPaper]) -> dict[str, list[Job]]:
    """The jobs of these forms that are not done, by form (one query)."""
    found: dict[str, list[Job]] = {}
    jobs_of = Job.objects.filter(done_at=None, task="exams.print_paper", kwargs__paper__in=[str(form.pk) for form in forms])
    for job in jobs_of.order_by("pk"):
        found.setdefault(job.kwargs["paper"], []).append(job)
    return found


def make_documents(paper: PrintedPaper, language: str = SOURCE) -> None:
    """Every document of a form in this language that is not made yet."""
    made = set(paper.documents.filter(language=language).values_list("kind", flat=True))
    for kind in PrintedDocument.Kind:
        if kind not in made:
            _make(paper, kind, language)


def _have_made(paper: PrintedPaper, language: str) -> bool:
    from exams import tasks

    return jobs.take_up(tasks.print_paper, paper=str(paper.pk), language=language)


def take(*, document: PrintedDocument, by: User) -> bytes:
    """The document for printing; noted with whoever took it."""
    content = document.read()
    record("paper.printed", document.paper, by=by, document=document.kind, language=document.language, sha256=document.sha256)
    return content


def _make(paper: PrintedPaper, kind: PrintedDocument.Kind, language: str) -> None:
    from exams.rendering import TEMPLATE_VERSION, render

    content = render(paper, kind, language)
    digest = hashlib.sha256(content).hexdigest()
    key = keep(f"papers/{paper.drawn_at.year}/{paper.pk}-{kind}-{language}-{digest[:16]}.pdf", content)
    try:
        with transaction.atomic():
            PrintedDocument.objects.create(
                paper=paper,
                kind=kind,
                language=language,
                key=key,
                sha256=digest,
                size=len(content),
                template_version=TEMPLATE_VERSION,
            )
    except IntegrityError:
        if PrintedDocument.objects.get(paper=paper, kind=kind, language=language).key != key:
            storages["artefacts"].delete(key)
