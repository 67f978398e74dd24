"""Wordings (题面) by the number of their version. A published wording never changes: a process reads it once."""

from core.memory import Memory
from exams.models import ItemVersion


def _load(numbers: list[int]) -> dict[int, ItemVersion]:
    return {version.pk: version for version in ItemVersion.objects.filter(pk__in=numbers).select_related("item")}


# With its item, of which only what was fixed with the wording may be read: kind and code. About 6 KB each.
wordings: Memory[int, ItemVersion] = Memory(4000, _load)
