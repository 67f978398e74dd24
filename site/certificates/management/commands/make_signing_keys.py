"""Make this site's signing keys, or put new ones in their place (制作、更换签名密钥)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from certificates import rotation, signing_keys
from certificates.models import SigningKey

Purpose = SigningKey.Purpose


class Command(BaseCommand):
    help = (
        "Make a key for each purpose and sign with it from now on. Run again, it puts new keys in their place; the old ones "
        "stay published, so that everything they signed can still be checked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--development",
            action="store_true",
            help="where no certificate of one's own is set, sign documents with one issued by an authority made here",
        )
        parser.add_argument("--missing", action="store_true", help="only make what is missing; rotate nothing")
        parser.add_argument("--purpose", choices=Purpose.values, action="append", help="only this one (may be repeated)")

    def handle(self, *args: Any, **options: Any) -> None:
        for purpose in options["purpose"] or Purpose.values:
            if options["missing"] and signing_keys.in_use(purpose):
                continue
            key = rotation.rotate(purpose, development=options["development"])
            self.stdout.write(self._told(purpose, key))
        self.stdout.write(
            _("The private halves lie in %(folder)s. Keep them out of the database's backups.") % {"folder": settings.KEYS_DIR}
        )

    def _told(self, purpose: str, key: SigningKey | None) -> str:
        label = str(Purpose(purpose).label)
        if key is None:
            text = _("%(purpose)s: stay unsigned. Set HAIZHUN_PDF_PKCS12 or HAIZHUN_PDF_PKCS11, or run this with --development.")
            return text % {"purpose": label}
        return _("%(purpose)s: %(algorithm)s key %(kid)s is in use.") % {
            "purpose": label,
            "algorithm": key.algorithm,
            "kid": key.kid,
        }
