"""Gather the interface's messages, add translations, compile, and say what still lacks words."""

import fcntl
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.words import catalogue, compile_all, draft_traditional, untranslated

_IGNORED = ["var/*", ".venv*", "tests/*", "docs/*", "content/*"]


class Command(BaseCommand):
    help = "Gather messages from code and templates, add translations, compile, list what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", default="zh_Hans")
        parser.add_argument("--gather", action="store_true", help="read code and templates anew (needs GNU gettext)")
        parser.add_argument("--add", type=Path, help='a JSON object {"English": "words"} to put into the catalogue')
        parser.add_argument("--draft", action="store_true", help="Traditional Chinese drafted from the Simplified words")
        parser.add_argument("--quiet", action="store_true", help="compile only, say nothing")
        parser.add_argument("--check", action="store_true", help="fail when a message lacks words")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        with Path(settings.LOCALE_PATHS[0], ".lock").open("w") as lock:  # two editors never interleave
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._handle(**options)

    def _handle(self, **options: Any) -> None:
        language = options["language"]
        if options["gather"]:
            call_command(
                "makemessages", locale=[language], ignore_patterns=_IGNORED, no_location=True, no_obsolete=True, verbosity=0
            )
            self._drop_guesses(language)
        if options["draft"]:
            draft_traditional()
            language = "zh_Hant"
        if options["add"]:
            self._add(language, json.loads(options["add"].read_text(encoding="utf-8")))
        compile_all()
        if options["quiet"]:
            return
        missing = untranslated(language)
        for message in missing:
            self.stdout.write(json.dumps(message, ensure_ascii=False))
        self.stdout.write(f"{language}: {len(missing)} without words")
        if missing and options["check"]:
            raise CommandError(f"{len(missing)} messages lack words in {language}")

    def _drop_guesses(self, language: str) -> None:
        """gettext guesses a translation from a similar message; a guess on an exam page is worse than none."""
        po = polib.pofile(str(catalogue(language)))
        po.metadata_is_fuzzy = False
        for entry in po:
            if entry.fuzzy:
                entry.flags.remove("fuzzy")
                entry.msgstr = ""
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
                entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        po.save()

    def _add(self, language: str, words: dict[str, str]) -> None:
        po = polib.pofile(str(catalogue(language)))
        known = {entry.msgid: entry for entry in po if not entry.obsolete}
        # As gettext writes it: a message that has a context is meant by "context\x04message".
        known |= {f"{entry.msgctxt}\x04{entry.msgid}": entry for entry in po if entry.msgctxt and not entry.obsolete}
        for message, text in words.items():
            entry = known.get(message)
            if entry is None:
                self.stderr.write(f"not in use: {message!r}")
            elif entry.msgid_plural:
                entry.msgstr_plural = {0: text}
            else:
                entry.msgstr = text
        po.save()
