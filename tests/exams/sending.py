"""Sending answers as the exam page does, and looking up what became of them."""

import json

from django.urls import reverse

from exams.models import Response


def text(response):
    return response.content.decode()


def slot_of(attempt, kind):
    return attempt.items.get(item_version__item__kind=kind).slot


def responses(attempt):
    return reverse("exams:responses", args=[attempt.pk])


def send(client, attempt, body, address=None):
    address = address or responses(attempt)
    return client.post(address, body if isinstance(body, str) else json.dumps(body), "application/json")


def entry(attempt, kind, value, seq=1, epoch=1, **more):
    return {"slot": slot_of(attempt, kind), "value": value, "seq": seq, "epoch": epoch, **more}


def stored(attempt, kind):
    newest = (
        Response.objects.filter(attempt_item__attempt=attempt, attempt_item__slot=slot_of(attempt, kind)).order_by("-seq").first()
    )
    return newest.value if newest else None


def form_of(attempt, kind, go="next", **fields):
    """A question as a plain form sends it."""
    slot = slot_of(attempt, kind)
    named = {(f"q{slot}-{key}" if key else f"q{slot}"): value for key, value in fields.items()}
    return {"slot": str(slot), "epoch": "1", "go": go, **named}
