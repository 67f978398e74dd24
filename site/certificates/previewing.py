"""Previewing (预览): a real person's certificate as it would be issued now, before it is. Nothing is kept, nothing is numbered.

What is drawn is drafted by the very functions that issue, printed by the very engine and marked across the sheet. Where a
character cannot be printed, a geta (〓) stands in its place and the character is named: the issue itself would be refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from certificates import batching, granting, issuing, superseding
from certificates.editions import edition
from certificates.facts import Facts
from certificates.models import Application, Certificate, Correction, Template
from core import typefaces
from exams import releasing
from exams.models import Result, Sitting
from exams.models.sitting import runs_exams

if TYPE_CHECKING:
    from accounts.models import User

# Printed at the foot of the sheet, where else 示例 stands.
MARKS = {"zh-hans": "【预览，尚未颁发】", "zh-hant": "【預覽，尚未頒發】", "en": "[Preview, not issued] "}
_GETA = "〓"
# So many of a sitting are offered to look at.
SAMPLED = 6


@dataclass(frozen=True)
class Preview:
    """A certificate that is not there yet."""

    certificate: Certificate

    @property
    def facts(self) -> Facts:
        """What it prints, with the way to the verification page in place of an address of its own."""
        return replace(self.certificate.facts(), url=f"{settings.SITE_URL}/verify/")

    @property
    def missing(self) -> list[str]:
        """The characters that no typeface draws: with any, nothing is issued."""
        return typefaces.unprintable(self.facts.words())

    def drawn(self, language: str) -> bytes:
        """The PDF, marked as a preview; not signed, and stored nowhere. Raises Unprintable for the form's own words."""
        from certificates.rendering import render  # the PDF engine takes a second to load
        from certificates.stamping import stamped

        to = edition(self.certificate, language, Template.objects.in_force(self.certificate.scheme_id))
        mark = MARKS[language] + (to.labels.sample if self.facts.is_sample else "")
        to = replace(to, labels=replace(to.labels, sample=mark))
        return stamped(render(replace(_with_getas(self.facts), is_sample=True), to), language)


def of_application(application: Application, by: "User") -> Preview:
    """What granting it now would issue. Raises NotEarned, Barred."""
    if application.result is None:
        raise issuing.NotEarned(application.pk)
    return Preview(issuing.prospect(result=application.result, decided=granting.decided(application, by)))


def of_result(result: Result) -> Preview:
    """What this pass would earn by rule, released or not. Raises NotEarned, Barred, NeedsDecision, NoVersion."""
    return Preview(issuing.prospect(result=result))


def of_correction(correction: Correction, by: "User") -> Preview:
    """What granting it now would issue."""
    return Preview(superseding.prospect(correction.certificate, by=by, name=correction.name))


def waiting(sitting: Sitting, user: "User") -> list[Result]:
    """Of a sitting, by name, the passes that wait for a certificate; before the release only for whoever releases."""
    found = {result.pk: result for result in batching.due(sitting)}
    if runs_exams(user):
        ready = releasing.releasable(sitting).filter(passed=True)
        found |= {result.pk: result for result in ready.select_related("attempt__candidate", "attempt__exam")}
    return sorted(found.values(), key=lambda result: (result.attempt.candidate.full_name, str(result.pk)))


def sampled(results: list[Result], many: int = SAMPLED) -> list[Result]:
    """Some to look at: up to half of them whom a name holds up, the longest name, then others from all over the list."""
    held_up = [one for one in results if typefaces.unprintable(one.attempt.candidate.full_name)]
    longest = sorted(results, key=lambda one: -len(one.attempt.candidate.full_name))[:1]
    spread = results[:: max(1, -(-len(results) // many))]
    return _first([*held_up[: many // 2], *longest, *spread, *results], many)


def _first(results: Iterable[Result], many: int) -> list[Result]:
    once: dict[UUID, Result] = {}
    for one in results:
        if len(once) < many:
            once.setdefault(one.pk, one)
    return list(once.values())


def _with_getas(facts: Facts) -> Facts:
    told = {key: _geta(value) for key, value in vars(facts).items() if isinstance(value, str)}
    return replace(facts, **told)  # type: ignore[arg-type]  # each text in its own place again


def _geta(text: str) -> str:
    gone = typefaces.unprintable(text)
    return "".join(_GETA if sign in gone else sign for sign in text)
