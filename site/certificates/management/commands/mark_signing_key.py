"""Mark a signing key as compromised (密钥泄露): whatever was issued since is no longer believed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _

from certificates.models import SigningKey
from certificates.rotation import mark_compromised
from core.dates import now


class Command(BaseCommand):
    help = "Say that somebody else may have had a key since a moment. It is out of use at once; make a new one next."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kid", help="the key, as /keys/ names it; before a name that begins with a hyphen write --")
        parser.add_argument("--since", default="", help="a moment such as 2026-11-24T09:00 (local time); without it: now")

    def handle(self, *args: Any, **options: Any) -> None:
        since = parse_datetime(options["since"]) if options["since"] else now()
        if since is None:
            raise CommandError(_("%(text)s is no moment; write it like 2026-11-24T09:00.") % {"text": options["since"]})
        key = SigningKey.objects.filter(kid=options["kid"]).first()
        if key is None:
            raise CommandError(_("No key is called %(kid)s.") % {"kid": options["kid"]})
        mark_compromised(key, make_aware(since) if is_naive(since) else since)
        self.stdout.write(_("Key %(kid)s is out of use. Make a new one: manage.py make_signing_keys") % {"kid": key.kid})
