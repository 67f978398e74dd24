"""What a process remembers because it can never change: a published wording, a drawn paper. Asked of the database once.

Only for what is immutable: nothing here learns of a change. A test forgets everything before it begins.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key")
Value = TypeVar("Value")

_MISSING: Any = object()


class Memory(Generic[Key, Value]):
    """At most `most` values by key; the one remembered longest makes room. Two threads may load the same value: no harm."""

    _all: ClassVar["WeakSet[Memory[Any, Any]]"] = WeakSet()

    def __init__(self, most: int, load: Callable[[list[Key]], Mapping[Key, Value]]) -> None:
        self.most, self.load = most, load
        self._kept: dict[Key, Value] = {}
        Memory._all.add(self)

    def many(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """The values of `keys`, of those that exist; what is not remembered is loaded in one go."""
        asked, kept = list(keys), self._kept
        # One look at each: another thread may make room for its own between two.
        found = {key: value for key in asked if (value := kept.get(key, _MISSING)) is not _MISSING}
        if missing := [key for key in asked if key not in found]:
            loaded = self.load(missing)
            found.update(loaded)
            self._keep(loaded)
        return found

    def one(self, key: Key) -> Value:
        """The value of `key`; KeyError where there is none."""
        return self.many([key])[key]

    def kept(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of `key`, made now if it is not remembered."""
        try:
            return self._kept[key]
        except KeyError:
            value = make()
            self._keep({key: value})
            return value

    def put(self, key: Key, value: Value) -> None:
        """Remember what the caller has just read, or made once it is there for good (on_commit)."""
        self._keep({key: value})

    def forget(self) -> None:
        self._kept = {}

    def _keep(self, loaded: Mapping[Key, Value]) -> None:
        self._kept.update(loaded)
        for oldest in list(islice(self._kept, max(0, len(self._kept) - self.most))):
            self._kept.pop(oldest, None)


def forget_all() -> None:
    """As in a process just started."""
    for memory in list(Memory._all):
        memory.forget()
