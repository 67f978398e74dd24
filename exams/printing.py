"""Printing (印卷): a form is drawn for a sitting, its documents are made once, and whoever takes one answers for it.

As with certificates the file is written first, under a name that holds its digest, then recorded by an insert that one
worker wins; so the task may run twice.
"""

import hashlib
import secrets

from django.core.files.storage import storages
from django.db import IntegrityError, transaction

from accounts.models import User
from core import jobs
from core.audit import record
from core.dates import now
from core.keeping import keep
from exams import papers
from exams.models import PrintedDocument, PrintedPaper, Sitting

LETTERS = "ABCDEFGH"


class NoLetterLeft(Exception):
    """A sitting has all the forms it can have."""


def draw_form(*, sitting: Sitting, by: User) -> PrintedPaper:
    """The next form of this sitting, its documents to follow. Raises CannotDraw, papers.Altered, NoLetterLeft."""
    from exams import tasks

    with transaction.atomic():
        locked = Sitting.objects.select_for_update(of=("self",), no_key=True).told().get(pk=sitting.pk)
        taken = set(PrintedPaper.objects.filter(sitting=locked).values_list("form", flat=True))
        letter = next((letter for letter in LETTERS if letter not in taken), None)
        if letter is None:
            raise NoLetterLeft
        paper = papers.draw(locked.exam_version, secrets.randbits(63))
        made = PrintedPaper.objects.create(
            sitting=locked,
            form=letter,
            seed=paper.seed,
            pool=paper.pool,
            items=PrintedPaper.rows(paper.items),
            paper_sha256=paper.sha256,
            drawn_by=by,
            drawn_at=now(),
        )
        record("paper.drawn", made, by=by, sitting=str(sitting.pk), form=letter, sha256=paper.sha256)
        jobs.enqueue(tasks.print_paper, paper=str(made.pk))
    return made


def make_documents(paper: PrintedPaper) -> None:
    """Every document of a form that is not made yet."""
    made = set(paper.documents.values_list("kind", flat=True))
    for kind in PrintedDocument.Kind:
        if kind not in made:
            _make(paper, kind)


def take(*, document: PrintedDocument, by: User) -> bytes:
    """The document for printing; noted with whoever took it."""
    content = document.read()
    record("paper.printed", document.paper, by=by, document=document.kind, sha256=document.sha256)
    return content


def _make(paper: PrintedPaper, kind: PrintedDocument.Kind) -> None:
    from exams.rendering import TEMPLATE_VERSION, render

    content = render(paper, kind)
    digest = hashlib.sha256(content).hexdigest()
    key = keep(f"papers/{paper.drawn_at.year}/{paper.pk}-{kind}-{digest[:16]}.pdf", content)
    try:
        with transaction.atomic():
            PrintedDocument.objects.create(
                paper=paper, kind=kind, key=key, sha256=digest, size=len(content), template_version=TEMPLATE_VERSION
            )
    except IntegrityError:
        if PrintedDocument.objects.get(paper=paper, kind=kind).key != key:
            storages["artefacts"].delete(key)
