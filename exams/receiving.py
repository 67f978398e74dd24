"""What comes in from the exam page: answers as JSON from its script, answers as plain forms, the last ones with the paper.

Every reply to the script carries the time left and says what is stored; the words of a refusal name the question.
"""

import datetime as dt
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, translate_url
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from exams import contact, delivery, layout, pen, replies
from exams.answers import Malformed
from exams.delivery import Ack, Answer
from exams.forms import BadAnswer, checked, from_form
from exams.layout import Layout, UnknownSlot
from exams.models import Attempt, AttemptItem, Result
from exams.permissions import own_attempt, person
from exams.presentation import shape
from exams.saving import HIGHEST_SEQ

# As much as a whole paper of long answers; more is no answer sheet.
LARGEST_BODY = 2_000_000
MOST_ANSWERS = 200


class Unreadable(BadAnswer):
    """The request is not what the page's script sends; `field` names the part that is not."""

    def __init__(self, field: str) -> None:
        super().__init__(_("This answer could not be read. Reload the page; what is saved stays saved."), field)


def script(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Answers from the page's script, one or several, or, for GET, the time left."""
    if request.method != "POST":
        return _time_left(request, own_attempt(person(request), pk))
    try:
        body = body_of(request)
        reply = (_several if "answers" in body else _one)(person(request), pk, body)
    except BadAnswer as bad:
        return replies.refused(own_attempt(person(request), pk), bad)
    if reply.status_code == HTTPStatus.OK:
        pen.keep(request, pk, body["epoch"])
    return reply


def _one(user: User, pk: UUID, body: dict[str, Any]) -> JsonResponse:
    answer = _answer(_own_paper(user, pk), body)
    return _saved(user, pk, _whole(body, "epoch"), [answer], replies.told)


def _several(user: User, pk: UUID, body: dict[str, Any]) -> JsonResponse:
    """All that can be read is saved, in one transaction; the reply tells each answer's fate."""
    paper, epoch = _own_paper(user, pk), _whole(body, "epoch")
    answers, refused = [], []
    for entry in _entries(body):
        try:
            answers.append(_answer(paper, entry))
        except BadAnswer as bad:
            refused.append(replies.Refusal(entry.get("slot"), entry.get("seq"), str(bad), bad.field))
    if not answers:
        return replies.all_refused(own_attempt(user, pk), refused)
    return _saved(user, pk, epoch, answers, lambda acks: replies.told_each(acks, refused))


def _saved(user: User, pk: UUID, epoch: int, answers: list[Answer], tell: Callable[[list[Ack]], JsonResponse]) -> JsonResponse:
    try:
        acks = delivery.save_all(attempt=Attempt(pk=pk), answers=answers, epoch=epoch)
    except Malformed:
        raise Unreadable("value") from None
    if acks[0].taken_over:
        return replies.taken_over(acks[0].epoch)
    return replies.closed(own_attempt(user, pk)) if any(ack.late for ack in acks) else tell(acks)


def script_submission(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Hand in with whatever the device still holds; an entry that cannot be read holds nothing up."""
    user = person(request)
    _own_paper(user, pk)
    try:
        body = body_of(request)
        result = delivery.submit(attempt=Attempt(pk=pk), pending=_pending(body), epoch=_whole(body, "epoch"))
    except BadAnswer as bad:
        return replies.refused(own_attempt(user, pk), bad)
    except delivery.TakenOver as elsewhere:
        return replies.taken_over(elsewhere.epoch)
    return replies.handed_in(result.attempt if result else own_attempt(user, pk), result)


def form(request: HttpRequest, attempt: Attempt) -> Ack:
    """One answer from a plain form; the server numbers it, since forms come one after the other."""
    item = _item(attempt, number(request.POST.get("slot"), 0))
    value = None if request.POST.get("go") == "clear" else from_form(shape(item), request.POST)
    ack = delivery.save(attempt=attempt, slot=item.slot, value=value, seq=None, epoch=number(request.POST.get("epoch"), 0))
    if not ack.taken_over:
        pen.drop_draft(request, attempt, item.slot)
    return ack


def onward(request: HttpRequest, attempt: Attempt) -> str:
    """Where the button that was pressed leads."""
    go, slot = request.POST.get("go", ""), number(request.POST.get("slot"), 1)
    if go.startswith("language-") and go.removeprefix("language-") in dict(settings.LANGUAGES):
        return translate_url(f"{attempt.get_absolute_url()}?slot={slot}", go.removeprefix("language-"))
    if go == "review":
        return reverse("exams:review", args=[attempt.pk])
    last = attempt.items.count()
    if go == "next" and slot >= last:
        return reverse("exams:review", args=[attempt.pk])
    target = {"next": slot + 1, "previous": max(1, slot - 1)}.get(go, number(go, slot))
    return f"{attempt.get_absolute_url()}?slot={target}"


def keep_for_later(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A plain form whose sender's login lapsed: kept in the session, shown again after signing in."""
    page = f"{reverse('exams:attempt', args=[pk])}?slot={number(request.POST.get('slot'), 1)}"
    if request.method == "POST" and len(request.POST) < 40:
        pen.keep_draft(request, str(pk), str(number(request.POST.get("slot"), 1)), request.POST.urlencode())
    return redirect_to_login(page)


def number(text: str | None, otherwise: int) -> int:
    """A whole number from outside, or `otherwise`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def result_url(attempt: Attempt) -> str:
    """Where the released result of a closed attempt lies; empty before its release."""
    result = Result.objects.current().released().filter(attempt=attempt).first()
    return result.get_absolute_url() if result else ""


def _time_left(request: HttpRequest, attempt: Attempt) -> JsonResponse:
    now = delivery.settle(attempt)
    if not now.in_progress:
        return replies.closed(now)
    if number(request.GET.get("epoch"), 0) != now.session_epoch:
        return replies.taken_over(now.session_epoch)
    contact.note(now.pk)
    return JsonResponse({"remaining_ms": now.remaining_ms(), "epoch": now.session_epoch})


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent."""
    try:
        body = json.loads(request.body) if len(request.body) <= LARGEST_BODY else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Unreadable("body")
    return body


def _whole(body: dict[str, Any], field: str) -> int:
    value = body.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= HIGHEST_SEQ:
        raise Unreadable(field)
    return value


def _entries(body: dict[str, Any]) -> list[dict[str, Any]]:
    entries = body["answers"]
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ANSWERS or not all(isinstance(e, dict) for e in entries):
        raise Unreadable("answers")
    return entries


def _answer(paper: Layout, entry: dict[str, Any]) -> Answer:
    slot = _whole(entry, "slot")
    try:
        value = checked(paper.at(slot).shape, entry.get("value"))
    except UnknownSlot as nowhere:
        raise Unreadable("slot") from nowhere
    return Answer(slot, value, _whole(entry, "seq"), _moment(entry.get("client_at")))


def _own_paper(user: User, pk: UUID) -> Layout:
    """The person's own paper, or 404."""
    try:
        paper = layout.of(pk)
    except UnknownSlot as nowhere:
        raise Http404 from nowhere
    if paper.candidate != user.pk:
        raise Http404
    return paper


def _pending(body: dict[str, Any]) -> list[Answer]:
    """What the device still held. Read leniently: the last save of an exam is not the place to be strict."""
    entries = body.get("pending")
    readable = [entry for entry in entries[:MOST_ANSWERS] if isinstance(entry, dict)] if isinstance(entries, list) else []
    return [
        Answer(entry["slot"], entry.get("value"), entry["seq"], _moment(entry.get("client_at")))
        for entry in readable
        if type(entry.get("slot")) is type(entry.get("seq")) is int
    ]


def _item(attempt: Attempt, slot: int) -> AttemptItem:
    item = attempt.items.select_related("item_version__item").filter(slot=slot).first()
    if item is None:
        raise Unreadable("slot")
    return item


def _moment(text: Any) -> dt.datetime | None:
    """The device's own time, for the record only: anything odd is left out."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
