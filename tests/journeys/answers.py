"""What is right, read from the keys, and how a person puts it into a form."""

from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator

from courses.checks import Check
from exams.keys import model_answer
from exams.models import AttemptItem


def right(item: AttemptItem) -> Any:
    """The right answer to a question of a paper, shaped as its fields are."""
    key = item.item_version.keys.latest("revision")
    answer = model_answer(key.rule, key.data)
    return {choice: str(place) for place, choice in enumerate(answer, 1)} if key.rule == "order_pairs" else answer


def wrong(item: AttemptItem) -> str:
    """A choice that is not right, of a question with one right choice."""
    correct = right(item)
    if isinstance(correct, bool):
        return str(not correct).lower()
    return next(choice for choice in item.choice_order if choice != correct)


def choose(form: Locator, answer: Any) -> None:
    """Tick what is to be ticked and nothing else; write or pick what is to be written or picked."""
    match answer:
        case bool():
            form.locator(f"input[value={str(answer).lower()}]").check()
        case str() if form.locator("input[type=radio]").count():
            form.locator(f'input[value="{answer}"]').check()
        case str():
            form.locator("[data-entry]").fill(answer)
        case list() if form.locator("input[type=checkbox][data-option]").count():
            for option in form.locator("input[data-option]").all():
                option.set_checked(option.get_attribute("value") in answer)
        case list():
            for field, text in zip(form.locator("[data-entry]").all(), answer, strict=True):
                field.fill(text)
        case dict():
            for entry, value in answer.items():
                form.locator(f'[data-entry="{entry}"]').select_option(value)


def check_fields(check: Check) -> list[tuple[str, str]]:
    """A self-check answered right, as its form sends it."""
    match check.kind:
        case "ordering":
            return [(f"place-{key}", str(place)) for place, key in enumerate(check.key, 1)]
        case "matching":
            return [(f"match-{left}", match) for left, match in check.key.items()]
        case "multiple":
            return [("answer", key) for key in check.key]
    return [("answer", _one_answer(check))]


def _one_answer(check: Check) -> str:
    match check.kind:
        case "numeric":
            return str(check.key["value"])
        case "fillin":
            return str(check.key["accept"][0])
        case "short":
            return "先停下来，标识隔离，再查原因。"
    return str(check.key).lower() if isinstance(check.key, bool) else str(check.key)


def fill_check(section: Locator, check: Check) -> None:
    """Answer a self-check right, field by field."""
    for name, value in check_fields(check):
        field = section.locator(f'[name="{name}"]')
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            section.locator(f'[name="{name}"][value="{value}"]').check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def encoded(token: str, fields: list[tuple[str, str]]) -> str:
    """A form's body."""
    return urlencode([("csrfmiddlewaretoken", token), *fields])
