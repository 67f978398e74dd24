"""What a process remembers because it can never change: a published wording, a drawn paper. Asked of the database once.

Only for what is immutable: nothing here learns of a change. A test forgets everything before it begins.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """At most `most` values by key; the one remembered longest makes room. Two threads may load the same value: no harm."""

    _all: ClassVar["WeakSet[Memory[Any, Any]]"] = WeakSet()

    def __init__(self, most: int, load: Callable[[list[Key]], Mapping[Key, Value]]) -> None:
        self.most, self.load = most, load
        self._kept: dict[Key, Value] = {}
        Memory._all.add(self)

    def many(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of `keys`, of those that exist; what is not remembered is loaded in one go."""
        asked = list(keys)
        found = {key: self._kept[key] for key in asked if key in self._kept}
        if missing := [key for key in asked if key not in found]:
            loaded = self.load(missing)
            found.update(loaded)
            self._keep(loaded)
        return found

    def one(self, key: Key) -> Value:
        """The value of `key`; KeyError where there is none."""
        return self.many([key])[key]

    def forget(self) -> None:
        self._kept = {}

    def _keep(self, loaded: Mapping[Key, Value]) -> None:
        kept = {**self._kept, **loaded}
        surplus = max(0, len(kept) - self.most)
        self._kept = dict(list(kept.items())[surplus:]) if surplus else kept


def forget_all() -> None:
    """As in a process just started."""
    for memory in list(Memory._all):
        memory.forget()
