"""Small tags of the learning pages: they turn figures and kept text into what a reader sees."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.dates import today
from core.unverified import MARK
from courses import countability
from courses.activity_forms import has_form, name_of
from courses.catalogue import plainly
from courses.dashboard import Section
from courses.kinds import KINDS
from statutes.numerals import in_chinese

register = template.Library()
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@register.filter
def marked(html: Any) -> SafeString:
    """HTML in which 〔待核〕, what an editor has still to verify, is shown as a tag."""
    text = conditional_escape(html)
    return mark_safe(MARK.sub(lambda m: f'<span class="tag is-brass">{m[1] or m[2]}</span>', text))  # noqa: S308  # escaped above


@register.filter
def inline(value: Any) -> SafeString:
    """Rich text of one paragraph without its <p>: for list items and cells."""
    html = str(value).strip()
    whole = html.startswith("<p") and html.endswith("</p>") and html.count("<p") == 1
    return marked(mark_safe(html[html.index(">") + 1 : -4] if whole else html))  # noqa: S308  # rich text is cleaned on saving


@register.filter
def cell(text: Any) -> SafeString:
    """Plain text of a table's cell: escaped, then **bold**."""
    return marked(mark_safe(_BOLD.sub(r"<strong>\1</strong>", escape(text or ""))))  # noqa: S308  # escaped first


@register.filter
def of(things: Mapping[str, Any] | None, name: str) -> Any:
    """What stands under a name; None when nothing does."""
    return things.get(name) if things else None


@register.simple_tag
def table_rows(data: list[list[Any]], header: list[Any] | None) -> list[list[tuple[str, Any]]]:
    """Rows whose cells know their column's heading, for the labelled records of a phone."""
    names = [str(name or "").replace("**", "") for name in header or []]
    return [[(names[n] if n < len(names) else "", text) for n, text in enumerate(row)] for row in data]


@register.filter
def is_form(rows: list[list[tuple[str, Any]]]) -> bool:
    """Whether the table is a form to fill in: a row of it holds nothing at all."""
    return any(not any(text for _name, text in row) for row in rows)


@register.filter
def is_over(day: dt.date | None) -> bool:
    """Whether a last day has passed."""
    return day is not None and day < today()


@register.filter
def numeral(number: int) -> str:
    """第一单元 on a Chinese page, Unit 1 on an English one."""
    return in_chinese(number) if (get_language() or "").startswith("zh") else str(number)


@register.filter
def hours_of(minutes: int, minutes_per_hour: int) -> str:
    """Minutes as credit hours, as one writes them: 16, 3.1."""
    return plainly(minutes * 60, minutes_per_hour)


@register.filter
def kind_names(kinds: Iterable[str]) -> str:
    """Kinds of activity by their names."""
    return countability.names(kinds)


@register.simple_tag(takes_context=True)
def part(context: dict[str, Any], block: Any, is_lent: bool = False) -> SafeString:
    """One block of a lesson's text; an activity in its frame, with how far the reader is, and in Chinese where it is lent."""
    if block.block_type == "heading":  # a note may point at it
        return format_html('<h2 id="at-{}" tabindex="-1">{}</h2>', block.id, block.value)
    if block.block_type == "activity":  # it leads to its form, which has an address in this course
        return block.render(_with_form(context, block))
    if block.block_type not in KINDS:
        # A text that is remembered (courses/texts.py) is drawn once.
        if (drawn := getattr(block, "drawn", None)) is None:
            drawn = block.drawn = block.render()
        return drawn
    one = context.get("activities", {}).get(block.id)
    names = {name: context.get(name) for name in ("standing", "lesson", "page", "request", "csrf_token", "lang", "LANGUAGE_CODE")}
    if is_lent:
        names["lang"] = names["lent_lang"] = context["lent_lang"]
    asked = one.activity.facts.get("checkpoints", ()) if one else ()
    names["questions"] = [row for row in context.get("all_rows", ()) if row.check.id in asked]
    if one and names["standing"] and names["lesson"]:
        names["where"] = f"{names['standing'].course.slug}/{names['lesson'].slug}/{one.id}"
    names["token"] = names["csrf_token"] if one and one.is_mine else ""
    inside = {"shown": one, **names, **block.block.present(block.value, one)}
    return render_to_string("courses/activity.html", {"shown": one, "block": block, "inner": block.render(inside), **names})


def _with_form(context: dict[str, Any], block: Any) -> dict[str, Any]:
    """What an activity needs to offer its form: nothing where the text is previewed or read without a network."""
    page, lesson = context.get("page"), context.get("lesson")
    if context.get("section") != "courses" or page is None or lesson is None or not has_form(block.value):
        return {}
    url = reverse("courses:activity_form", args=[page.slug, lesson.slug])
    return {"form_url": url, "form_name": name_of(block.value, context["text"].title)}


@register.simple_tag
def article_url(statute: str, number: int) -> str:
    return f"{reverse('statutes:statute', args=[statute])}#a{number}"


@register.simple_tag(takes_context=True)
def section(context: dict[str, Any], part: Section) -> str:
    """What another room adds to this page (courses/dashboard.py)."""
    return render_to_string(part["template"], part["context"], request=context["request"])
