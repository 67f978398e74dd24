"""The tree: proofs hold for every place and size, the published vectors come out, and nothing false is ever proved."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import merkle

# The entries and roots of the reference implementation of RFC 6962 (certificate-transparency, merkletree tests).
_ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive(leaves):
    """The definition of RFC 6962 §2.1, word by word; what the quick way must agree with."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\x01" + naive(leaves[:half]) + naive(leaves[half:])).digest()


def leaves_of(count):
    return [merkle.leaf_hash(str(at).encode()) for at in range(count)]


def tree(count, steps=()):
    """All nodes of a list of `count`, grown in batches that end at `steps`."""
    leaves, size = leaves_of(count), 0
    nodes: dict[merkle.Node, bytes] = {}
    for end in [*sorted(step for step in set(steps) if step < count), count]:
        nodes |= merkle.grown(size, leaves[size:end], nodes)
        size = end
    return nodes


def hashes(spans, nodes):
    return [merkle.folded(span, nodes) for span in spans]


def test_the_published_vectors_come_out():
    leaves = [merkle.leaf_hash(bytes.fromhex(entry)) for entry in _ENTRIES]
    nodes = merkle.grown(0, leaves, {})
    assert [merkle.folded((0, size), nodes).hex() for size in range(1, 9)] == _ROOTS
    assert merkle.folded((0, 0), {}).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(0, 200), st.lists(st.integers(1, 200)))
def test_however_it_grew_the_root_is_that_of_the_definition(count, steps):
    assert merkle.folded((0, count), tree(count, steps)) == naive(leaves_of(count))


def test_every_place_of_every_size_is_proved_and_the_proof_is_short():
    nodes = tree(70)
    for size in range(1, 71):
        root = merkle.folded((0, size), nodes)
        for index in range(size):
            path = hashes(merkle.inclusion(index, size), nodes)
            assert merkle.is_included(nodes[0, index], index, size, path, root)
            assert len(path) <= (size - 1).bit_length()


def test_every_size_is_proved_to_begin_with_every_smaller_one():
    nodes = tree(70)
    for second in range(1, 71):
        for first in range(1, second + 1):
            path = hashes(merkle.consistency(first, second), nodes)
            roots = merkle.folded((0, first), nodes), merkle.folded((0, second), nodes)
            assert merkle.is_consistent(first, roots[0], second, roots[1], path)


@settings(max_examples=300)
@given(st.data())
def test_a_proof_with_anything_altered_proves_nothing(data):
    size = data.draw(st.integers(2, 100))
    index = data.draw(st.integers(0, size - 1))
    nodes = tree(size)
    root, leaf = merkle.folded((0, size), nodes), nodes[0, index]
    path = hashes(merkle.inclusion(index, size), nodes)
    assert merkle.is_included(leaf, index, size, path, root)  # the control: unaltered it holds
    at = data.draw(st.integers(0, len(path) - 1))
    other = merkle.leaf_hash(b"another")
    assert not merkle.is_included(other, index, size, path, root)
    assert not merkle.is_included(leaf, index, size, [*path[:at], other, *path[at + 1 :]], root)
    assert not merkle.is_included(leaf, index, size, path[:at] + path[at + 1 :], root)
    assert not merkle.is_included(leaf, index, size, [*path, other], root)
    assert not merkle.is_included(leaf, size, size, path, root)
    wrong = data.draw(st.integers(0, size - 1).filter(lambda place: place != index))
    assert not merkle.is_included(leaf, wrong, size, path, root)


@settings(max_examples=300)
@given(st.data())
def test_a_rewritten_past_is_never_consistent(data):
    second = data.draw(st.integers(2, 100))
    first = data.draw(st.integers(1, second - 1))
    nodes = tree(second)
    path = hashes(merkle.consistency(first, second), nodes)
    roots = merkle.folded((0, first), nodes), merkle.folded((0, second), nodes)
    assert merkle.is_consistent(first, roots[0], second, roots[1], path)  # the control
    rewritten = leaves_of(second)
    rewritten[data.draw(st.integers(0, first - 1))] = merkle.leaf_hash(b"rewritten")
    forged = merkle.grown(0, rewritten, {})
    false_root, false_path = merkle.folded((0, second), forged), hashes(merkle.consistency(first, second), forged)
    assert not merkle.is_consistent(first, roots[0], second, false_root, false_path)
    assert not merkle.is_consistent(first, roots[0], second, false_root, path)
    assert not merkle.is_consistent(first, roots[0], second, roots[1], [*path, false_root])
    assert not merkle.is_consistent(first, roots[0], second, roots[1], path[:-1])


def test_an_entry_cannot_pose_as_a_pair_of_hashes():
    left, right = leaves_of(2)
    assert merkle.leaf_hash(b"\x01" + left + right) != merkle.node_hash(left, right)
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_what_is_not_in_the_list_has_no_proof(index, size):
    with pytest.raises(ValueError, match="is not in a list"):
        merkle.inclusion(index, size)
    assert merkle.root_by(b"", index, size, []) is None


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_a_longer_list_does_not_begin_a_shorter_one(first, second):
    with pytest.raises(ValueError, match="does not begin"):
        merkle.consistency(first, second)
    assert not merkle.is_consistent(first, b"", second, b"", [])
