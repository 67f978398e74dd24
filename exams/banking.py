"""Banking (入库): shipped questions into the bank. A new wording is a new version, a new key a new revision; old ones stay."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.report import Report
from core.shipped import KEPT, decide, difference
from exams.models import AnswerKey, Item, ItemVersion
from exams.questions import Question, use_of, whole


class Bank:
    """What the bank holds of some codes, read once (3 queries), and what is to be written, written once (at most 4)."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.items = {item.code: item for item in Item.objects.filter(code__in=list(codes))}
        mine = ItemVersion.objects.filter(item__code__in=self.items).defer("body").order_by("number")
        self.versions = self._by_code(mine)
        keys = AnswerKey.objects.filter(item_version__item__code__in=self.items).order_by("revision")
        self.keys = {key.item_version_id: key for key in keys}
        self.new_items: list[Item] = []
        self.changed_items: list[Item] = []
        self.new_versions: list[ItemVersion] = []
        self.new_keys: list[AnswerKey] = []

    def _by_code(self, versions: Iterable[ItemVersion]) -> dict[str, dict[str, ItemVersion]]:
        code_of = {item.pk: item.code for item in self.items.values()}
        found: dict[str, dict[str, ItemVersion]] = {}
        for version in versions:
            found.setdefault(code_of[version.item_id], {})[version.content_sha256] = version
        return found

    def take(self, question: Question, purpose: str, report: Report) -> None:
        """Note what has to be written for one question, and tell the report."""
        item = self.items.get(question.code)
        if item is None:
            item = Item(code=question.code, kind=question.kind, cleared=question.cleared)
            self.new_items.append(item)
            self._write(item, question, purpose)
            report.accepted("item", question.code)
            return
        if not self.versions.get(item.code):
            report.refused(
                "item",
                question.code,
                "is a draft in the bank that nobody approved yet: approve it, or give the file's a new code",
            )
            return
        if item.kind != question.kind:
            report.refused("item", question.code, f"is {item.kind} in the bank, {question.kind} in the file: give it a new code")
            return
        decision = decide(loaded=item.loaded_sha256, now=self._present(item), shipped=question.sha256, force=report.force)
        if decision == "keep":
            report.changed("item", question.code, KEPT, self._difference(item, question))
        elif decision == "same" and item.loaded_cleared == question.cleared:
            report.same("item", question.code)
        else:
            told = self._difference(item, question)
            report.changed("item", question.code, self._rewrite(item, question, purpose), told)

    def write(self) -> None:
        """Write everything noted."""
        Item.objects.bulk_create(self.new_items)
        Item.objects.bulk_update(
            self.changed_items, [*_USE, "purpose", "cleared", "current_number", "loaded_sha256", "loaded_cleared"]
        )
        ItemVersion.objects.bulk_create(self.new_versions)
        AnswerKey.objects.bulk_create(self.new_keys)

    def _present(self, item: Item) -> str:
        """The digest of what the bank holds of this item now."""
        version = next(v for v in self.versions[item.code].values() if v.number == item.current_number)
        key = self.keys[version.pk]
        return whole(version.content_sha256, _key_parts(key), use_of(item))

    def _difference(self, item: Item, question: Question) -> list[str]:
        """What the shipment changes in the wording, the key and the use (a query: the wordings are not read before)."""
        version = next(v for v in self.versions[item.code].values() if v.number == item.current_number)
        now = {name: getattr(item, name) for name in _USE} | {"key": _key_parts(self.keys[version.pk])}
        shipped = {name: getattr(question, name) for name in _USE} | {"key": question.key_parts}
        return difference({**now, "body": version.body}, {**shipped, "body": question.body})

    def _rewrite(self, item: Item, question: Question, purpose: str) -> str:
        """Bring an item up to date; in which respects, in words."""
        before, keys = item.current_number, len(self.new_keys)
        withheld = item.loaded_cleared and not item.cleared
        # An editor's clearance was given to the old words, an editor's refusal holds for the new ones too.
        item.cleared = question.cleared and not withheld
        self.changed_items.append(item)
        self._write(item, question, purpose)
        if item.current_number != before:
            return f"version {item.current_number}"
        return "key" if len(self.new_keys) > keys else "use"

    def _write(self, item: Item, question: Question, purpose: str) -> None:
        for name in _USE:
            setattr(item, name, getattr(question, name))
        item.purpose, item.loaded_sha256, item.loaded_cleared = purpose, question.sha256, question.cleared
        version = self._version(item, question)
        item.current_number = version.number
        key = self.keys.get(version.pk) if version.pk else None
        if key is None or _key_parts(key) != question.key_parts:
            self.new_keys.append(
                AnswerKey(
                    item_version=version,
                    revision=key.revision + 1 if key else 1,
                    rule=question.rule,
                    data=question.key,
                    rubric=question.rubric,
                    explanation=question.explanation,
                    reason="content",
                )
            )

    def _version(self, item: Item, question: Question) -> ItemVersion:
        """The version with this wording: an earlier one if there is one, else the next."""
        known: Mapping[str, ItemVersion] = self.versions.get(item.code, {})
        if question.wording_sha256 in known:
            return known[question.wording_sha256]
        version = ItemVersion(
            item=item,
            number=len(known) + 1,
            body=question.body,
            max_marks=question.marks,
            content_sha256=question.wording_sha256,
        )
        self.new_versions.append(version)
        return version


_USE = ("areas", "objective", "difficulty", "source", "quality_fields")


def _key_parts(key: AnswerKey) -> list[Any]:
    return [key.rule, key.data, key.rubric, key.explanation]
