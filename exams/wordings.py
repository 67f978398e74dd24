"""Wordings (题面) of published versions. A published wording never changes: a process reads it once."""

from core.memory import Memory
from exams.models import ItemVersion


def _load_by_code(asked: list[tuple[str, int]]) -> dict[tuple[str, int], ItemVersion]:
    wanted = set(asked)
    versions = ItemVersion.objects.filter(item__code__in={code for code, _number in asked}).select_related("item")
    found = {key: version for version in versions if (key := (version.item.code, version.number)) in wanted}
    for version in found.values():
        wordings.put(version.pk, version)
    return found


def _load(numbers: list[int]) -> dict[int, ItemVersion]:
    return {version.pk: version for version in ItemVersion.objects.filter(pk__in=numbers).select_related("item")}


# With its item, of which only what was fixed with the wording may be read: kind and code. About 6 KB each.
wordings: Memory[int, ItemVersion] = Memory(4000, _load)

# The same by the item's code and the version's number, as a drawn paper names them.
by_code: Memory[tuple[str, int], ItemVersion] = Memory(4000, _load_by_code)
