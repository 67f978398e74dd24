"""Every rule of the content, in the order its findings are told."""

from collections.abc import Callable, Iterator

from pages.linting import bank, citations, claims, doubts, facets, lessons, shelves, spacing, wording
from pages.linting.reading import Finding, Shipped

RULES: dict[str, Callable[[Shipped], Iterator[Finding]]] = {
    "nothing of a lesson is missing": lessons.missing,
    "every lesson has its parts": lessons.parts,
    "both languages are built alike": lessons.parity,
    "nothing forbidden is claimed": claims.forbidden,
    "certificates print no forbidden word": claims.certificates,
    "nothing is shouted": claims.shouting,
    "every citation resolves": citations.dangling,
    "the Regulation is quoted to the letter": citations.misquoted,
    "every article has its notes": citations.articles,
    "sentences can be read": wording.unreadable,
    "terms are those of the glossary": wording.terms,
    "the glossary is whole": wording.glossary,
    "signs are those of the language": wording.signs,
    "blanks stand where the language has them": spacing.blanks,
    "questions are sentences": wording.asked,
    "every question is fit for use": bank.unfit,
    "nothing betrays a key": bank.betrayed,
    "nothing is asked twice": bank.alike,
    "every number comes out again": bank.reckoned,
    "every page says for whom it is": facets.unaddressed,
    "the other shelves are full": shelves.missing,
    "doubts fall and never rise": doubts.risen,
}


def findings(shipped: Shipped) -> list[Finding]:
    return [finding for rule in RULES.values() for finding in rule(shipped)]
