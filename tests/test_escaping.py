"""U08: templates escape every text. What is marked as safe, or put into a page unescaped, stands here with its reason."""

import re

from tests.test_repository import ROOT, text, tracked

# Pieces are marked as safe where: each escapes first, or takes what its own template or the cleaner made.
MARKED = {
    "site/statutes/citations.py": "the caller's clean HTML with our own links put in",
    "site/cms/templatetags/found.py": "a template's own output; JSON with its brackets escaped",
    "site/cms/templatetags/ui.py": "what was safe before other characters were put into it",
    "site/cms/search/snippets.py": "each piece is escaped before marks are put between",
    "site/cms/shapes.py": "texts are escaped when they are filled in",
    "site/events/structured.py": "JSON with its brackets escaped",
    "site/schools/outlining.py": "made by the cleaner, held by its digest",
    "courses/templatetags/learning.py": "rich text is cleaned when it is saved; all else is escaped before",
    "courses/figure_block.py": "a drawing of ours in which every word is escaped",
    "exams/result_page.py": "rendered by templates",
    "exams/stencils.py": "rendered by a template; what is put in are two numbers",
    "exams/paging.py": "joined of pieces that are safe",
    "exams/wording.py": "escaped before our own tags are put in",
    "exams/first_page.py": "a sign of our own",
}
SHOWN = {
    "templates/campaigns/month.html": "rich text of editors, cleaned when it is saved",
    "templates/pdf/": "the engine's tags for the number of a page; lines of a paper that exams/wording.py has escaped",
}
WRITTEN = {
    "static/js/lesson-film.js": "reads what the server rendered, writes nothing",
    "static/js/meeting-code.js": "the page's own part, rendered again by the server",
}
MARKING = re.compile(r"\b(?:mark_safe|SafeString|SafeText)\((?!\))")
SHOWING = re.compile(r"\|\s*safe\b|autoescape\s+off")
WRITING = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")


def found(pattern: re.Pattern[str], suffix: str) -> set[str]:
    names = {path.relative_to(ROOT).as_posix(): path for path in tracked() if path.suffix == suffix}
    ours = {name: path for name, path in names.items() if not name.startswith(("tests/", "docs/")) and "/vendor/" not in name}
    return {name for name, path in ours.items() if pattern.search(text(path))}


def test_u08_whatever_is_shown_unescaped_stands_here_with_its_reason() -> None:
    shown = {next((known for known in SHOWN if name.startswith(known)), name) for name in found(SHOWING, ".html")}
    assert shown == set(SHOWN)
    assert found(MARKING, ".py") == set(MARKED)
    assert found(WRITING, ".js") == set(WRITTEN)


def test_control_each_kind_is_seen() -> None:
    assert SHOWING.search("{{ name|safe }}")
    assert MARKING.search("return mark_safe(name)")
    assert WRITING.search("place.innerHTML = name")
    assert not MARKING.search("SafeString()")
