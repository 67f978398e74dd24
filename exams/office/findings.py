"""The linter's findings, and the names of an item's pieces, in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.differences import Difference
from exams.linting import Finding
from exams.models import AnswerKey
from exams.office.writing.rows import NAMES

WORDS = {
    "no_marks": gettext_lazy("An item carries more than no marks."),
    "stem_empty": gettext_lazy("The stem is empty (%(place)s). Write it, or leave this language out altogether."),
    "line_empty": gettext_lazy("Line %(place)s has no text (%(figure)s)."),
    "lines_alike": gettext_lazy("Lines %(place)s read the same (%(figure)s)."),
    "catch_all_not_last": gettext_lazy("Choice %(place)s speaks of the others, but choices are shuffled: tick “keep last”."),
    "blanks_differ": gettext_lazy("Blanks in the stem and rows of accepted words differ (%(place)s): %(figure)s."),
    "picture_without_words": gettext_lazy("The picture has no description (%(place)s) for those who cannot see it."),
    "too_few": gettext_lazy("There are too few lines; at least %(figure)s are needed."),
    "no_key": gettext_lazy("Nothing is marked as right."),
    "key_unknown": gettext_lazy("The key names %(place)s, which is no choice."),
    "one_right": gettext_lazy("Only one choice is right: a single-choice item says so to the candidate."),
    "blank_without_words": gettext_lazy("Blank %(place)s accepts no words."),
    "tolerance_negative": gettext_lazy("A tolerance is nought or more."),
    "pairs_incomplete": gettext_lazy("Not every line on the left has its counterpart."),
    "order_incomplete": gettext_lazy("The order does not name each step once."),
    "no_parts": gettext_lazy("A case needs at least one part."),
    "no_rubric": gettext_lazy("Part %(place)s has no points to mark by."),
    "rubric_sum": gettext_lazy("The points of part %(place)s do not add up to its marks: %(figure)s."),
    "parts_sum": gettext_lazy("The parts do not add up to the item's marks: %(figure)s."),
    "key_earns_less": gettext_lazy("The right answer does not earn full marks under its own rule: %(figure)s."),
    "nothing_pays": gettext_lazy("No answer earns %(figure)s marks; it must earn none."),
    "all_ticked_pays": gettext_lazy(
        "Ticking everything earns %(figure)s marks; it must not pay. Leave a wrong choice, or lower its marks."
    ),
    "guessing_pays": gettext_lazy("Blind guessing earns %(figure)s marks on average, more than half."),
    "double_negation": gettext_lazy("A double negation is easily misread: “%(figure)s”."),
    "negation_unmarked": gettext_lazy("Let the negation stand out: **%(figure)s**."),
    "right_is_longest": gettext_lazy(
        "The right choice %(place)s is by far the longest (%(figure)s characters): its length gives it away."
    ),
    "language_missing": gettext_lazy("There is no English wording; English readers get the Chinese one."),
    "explanation_missing": gettext_lazy("There is no explanation of why the key is right."),
    "source_missing": gettext_lazy("No source is named."),
    "near_duplicate": gettext_lazy("Nearly the same as %(place)s: %(figure)s%% alike."),
}
PIECES = {
    "stem": gettext_lazy("Stem"),
    "choices": gettext_lazy("Choice"),
    "left": gettext_lazy("Left side"),
    "right": gettext_lazy("Right side"),
    "parts": gettext_lazy("Part"),
    "unit": gettext_lazy("Unit shown"),
    "picture": gettext_lazy("Picture"),
    "marks": gettext_lazy("Marks"),
    "rule": gettext_lazy("How it is marked"),
    "key": gettext_lazy("Key"),
    "rubric": gettext_lazy("Marking scheme"),
    "explanation": gettext_lazy("Explanation"),
}


@dataclass(frozen=True)
class Said:
    """One finding for a template. `code` is the item it points to, for near duplicates."""

    is_error: bool
    text: str
    code: str = ""


def said(findings: Iterable[Finding | Mapping[str, Any]]) -> list[Said]:
    """Findings in words, as the linter gave them or as they were stored."""
    told = [finding.as_json() if isinstance(finding, Finding) else finding for finding in findings]
    return [
        Said(
            finding["level"] == "error",
            str(WORDS[finding["code"]]) % {name: NAMES.get(finding[name], finding[name]) for name in ("place", "figure")},
            finding["place"] if finding["code"] == "near_duplicate" else "",
        )
        for finding in told
    ]


@dataclass(frozen=True)
class Change:
    """One difference for a template."""

    name: str
    before: str
    after: str


def changes(found: Iterable[Difference]) -> list[Change]:
    """Differences under the names people know."""
    rules = dict(AnswerKey.Rule.choices)

    def value(one: Difference, text: str) -> str:
        return str(rules.get(text, text)) if one.what == "rule" else text

    return [Change(_name(one), value(one, one.before), value(one, one.after)) for one in found]


def _name(one: Difference) -> str:
    place, _blank, language = one.place.rpartition(" ")
    if language not in NAMES:
        place, language = one.place, ""
    where = [text for text in (place, str(NAMES.get(language, ""))) if text]
    name = str(PIECES[one.what])
    return _("%(piece)s (%(where)s)") % {"piece": name, "where": _(", ").join(where)} if where else name
