"""A Merkle tree over an append-only list (RFC 6962, RFC 9162 §2.1): its root fixes every entry and their order.

Kept are complete subtrees alone, each by (level, index): level 0 is a leaf, (level, index) covers the entries from
index·2^level on. Such a node never changes, however the list grows. Every hash that a proof names covers a range of
entries that falls into at most log2(size) of them. Pure rules: docs/algorithms/transparency.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

Node = tuple[int, int]
Range = tuple[int, int]
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry. The prefix keeps an entry from posing as a pair of hashes, and the other way round."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def complete(span: Range) -> list[Node]:
    """The complete subtrees that make up a range, the widest first.

    >>> complete((0, 7))
    [(2, 0), (1, 2), (0, 6)]
    >>> complete((4, 6)), complete((0, 0))
    ([(1, 2)], [])
    """
    at, end = span
    nodes = []
    while at < end:
        level = (end - at).bit_length() - 1
        nodes.append((level, at >> level))
        at += 1 << level
    return nodes


def grown(size: int, leaves: Sequence[bytes], kept: Mapping[Node, bytes]) -> dict[Node, bytes]:
    """The nodes that `leaves` add to a list of `size`; `kept` holds the complete subtrees of (0, size)."""
    added: dict[Node, bytes] = {}
    for at, leaf in enumerate(leaves, size):
        level, index, whole = 0, at, leaf
        added[level, index] = whole
        while index & 1:
            left = level, index - 1
            whole = node_hash(added[left] if left in added else kept[left], whole)
            level, index = level + 1, index >> 1
            added[level, index] = whole
    return added


def folded(span: Range, nodes: Mapping[Node, bytes]) -> bytes:
    """The hash of a range from the complete subtrees in it (RFC 6962: MTH(D[start:end]))."""
    *before, whole = [nodes[node] for node in complete(span)] or [EMPTY]
    for left in reversed(before):
        whole = node_hash(left, whole)
    return whole


def inclusion(index: int, size: int) -> list[Range]:
    """The ranges whose hashes prove that entry `index` is in the list of `size`, the nearest first.

    >>> inclusion(4, 7)
    [(5, 6), (6, 7), (0, 4)]
    """
    if not 0 <= index < size:
        raise ValueError(f"{index} is not in a list of {size}")
    start, end, path = 0, size, list[Range]()
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency(first: int, second: int) -> list[Range]:
    """The ranges whose hashes prove that the list of `second` begins with the list of `first`.

    >>> consistency(3, 7), consistency(4, 7), consistency(7, 7)
    ([(2, 3), (3, 4), (0, 2), (4, 7)], [(4, 7)], [])
    """
    if not 0 < first <= second:
        raise ValueError(f"a list of {second} does not begin with one of {first}")
    start, end, path, is_whole = 0, second, list[Range](), True
    while first - start < end - start:
        middle = start + _half(end - start)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, is_whole = middle, False
    # What the first list ends with is named too, unless that is the whole first list, which the asker has.
    return ([] if is_whole else [(start, end)]) + path[::-1]


def needed(spans: Iterable[Range]) -> set[Node]:
    """The complete subtrees to fetch for these ranges."""
    return {node for span in spans for node in complete(span)}


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to, or None if it is no proof for this place (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, whole = index, size - 1, leaf
    for sibling in path:
        if not last:
            return None
        if place & 1 or place == last:
            whole = node_hash(sibling, whole)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            whole = node_hash(whole, sibling)
        place, last = place >> 1, last >> 1
    return None if last else whole


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the entry stands at `index` of the list that has this root."""
    return root_by(leaf, index, size, path) == root


def is_consistent(first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the second list only added to the first (RFC 9162 §2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    hashes = list(path) if first & (first - 1) else [first_root, *path]
    if not hashes:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if not last:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return not last and old == first_root and new == second_root


def _half(size: int) -> int:
    """The largest power of two below `size`: where a tree of that size is parted."""
    return 1 << (size - 1).bit_length() - 1
