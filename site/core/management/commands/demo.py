"""Fill the demo: the shipped content, and one person for each role to sign in as. Run twice it changes nothing."""

import json
import unicodedata
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import groupby
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from core.cast import ADMINISTRATOR, CAST, Person
from core.env import kept_secret, secret


class Command(BaseCommand):
    help = "Load the shipped content and make one demo account per role. Only while DEBUG is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("Demo accounts share one password, so they are refused while HAIZHUN_DEBUG is off."))
        # What is read by a program stays alone on standard output.
        progress = self.stderr if options["json"] else self.stdout
        if "load_content" in get_commands():
            progress.write(_("Loading courses, questions and pages (about half a minute) …"))
            progress.write(_loaded())
        if "make_signing_keys" in get_commands():
            progress.write(_("Making keys to sign certificates with …"))
            call_command("make_signing_keys", development=True, missing=True, stdout=StringIO())
        progress.write(_("Making one account for each role …"))
        password = secret("HAIZHUN_DEMO_PASSWORD") or kept_secret(settings.DATA_DIR / "demo-password", 12)
        rows = [(_make(person, password), person.name, person.email, person.begins) for person in CAST]
        with _unposted():
            for room, commands in groupby(_samples(), key=_room):
                progress.write(_("Adding samples: %(room)s …") % {"room": room})
                for command in commands:
                    call_command(command)
        if options["json"]:
            keys = ("role", "label", "name", "email", "begins")
            people = [dict(zip(keys, (who.role or "learner", *row), strict=True)) for who, row in zip(CAST, rows, strict=True)]
            self.stdout.write(json.dumps({"password": password, "people": people}, ensure_ascii=False))
        else:
            self.stdout.write("\n" + _table([(_("Role"), _("Full name"), _("E-mail"), _("Look first at")), *rows]) + "\n")
            self.stdout.write(_("The password of all of them: %(password)s") % {"password": password})


@contextmanager
def _unposted() -> Iterator[None]:
    """Letters that making samples gives rise to go nowhere: on a terminal they would bury the table of accounts."""
    before, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = before


def _loaded() -> str:
    """Load the shipped content; what is there now, in one line, and below it whatever was refused."""
    out = StringIO()
    call_command("load_content", json=True, stdout=out)
    told = json.loads(out.getvalue())
    count = Counter({kind: row["accepted"] + row["changed"] + row["same"] for kind, row in told["counts"].items()})
    refused = [f"  {line['kind']}  {line['key']}  {line['detail']}" for line in told["lines"] if line["verdict"] == "refused"]
    there = _("%(course)d courses, %(lesson)d lessons, %(item)d questions, %(resource)d teaching resources, %(note)d notes")
    return "\n".join([f"  {there % count}", *refused])


def _room(command: str) -> str:
    """What the room that a command belongs to is called."""
    return str(apps.get_app_config(str(get_commands()[command]).rpartition(".")[2]).verbose_name)


def _samples() -> list[str]:
    """Each room's own `demo_…` command, the lower rooms' first: an upper room may build on what they made."""
    height = {config.name: place for place, config in enumerate(reversed(list(apps.get_app_configs())))}
    samples = [(height[str(room)], name) for name, room in get_commands().items() if name.startswith("demo_")]
    return [name for _place, name in sorted(samples)]


@transaction.atomic
def _make(person: Person, password: str) -> str:
    """Make the account, or leave it as it is; what its role is called."""
    users = get_user_model()._default_manager
    group = _group(person.role)
    user = users.filter(email=person.email).first()
    if user is None:
        boss = {"is_superuser": True, "is_staff": True} if person.role == ADMINISTRATOR else {}
        user = users.create_user(person.email, password, full_name=person.name, **boss)
        if group:
            user.groups.add(group)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=person.email, defaults={"verified": True, "primary": True})
    return str(group) if group else _("Learner")


def _group(role: str) -> Group | None:
    if not role:
        return None
    try:
        return Group.objects.get(name=role)
    except Group.DoesNotExist:
        raise CommandError(_("The roles are not laid out yet: run `manage.py migrate` first.")) from None


def _table(rows: list[tuple[str, ...]]) -> str:
    """Columns that stand in line: a Chinese character is two cells wide."""
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(text + " " * (width - _cells(text)) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "─" * max(map(_cells, lines)), *lines[1:]])


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
