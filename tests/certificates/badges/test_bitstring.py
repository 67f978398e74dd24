"""A status list as bits, read by a decoder of our own and by the sample of the specification."""

import random

import pytest

from certificates.badges.bitstring import SIZE, draw, encode
from tests.certificates.badges.conftest import bit

# The sample of the W3C text: 131,072 bits, none of them set.
SAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def test_the_sample_of_the_specification_reads_as_zeros():
    assert [bit(SAMPLE, index) for index in (0, 1, 777, SIZE - 1)] == [0, 0, 0, 0]


@pytest.mark.parametrize("index", [0, 1, 7, 8, 94_567, SIZE - 1])
def test_the_bit_set_is_the_bit_read_and_its_neighbours_are_not(index):
    encoded = encode([index])
    assert bit(encoded, index) == 1
    assert [bit(encoded, near) for near in (index - 1, index + 1) if 0 <= near < SIZE] == [0] * (
        1 if index in (0, SIZE - 1) else 2
    )


def test_many_bits_come_back_exactly():
    chosen = set(random.Random(7).sample(range(SIZE), 300))  # a fixed sample, nothing secret
    encoded = encode(chosen)
    looked_at = [*chosen, *range(0, SIZE, 997)]
    assert [bit(encoded, index) for index in looked_at] == [int(index in chosen) for index in looked_at]


def test_the_same_bits_are_the_same_text_in_any_order():
    assert encode([5, 131_071, 9]) == encode([9, 5, 131_071, 5])


def test_a_place_outside_the_list_is_an_error():
    with pytest.raises(IndexError):
        encode([SIZE])


def test_places_are_drawn_over_the_whole_list_and_not_in_order():
    drawn = [draw() for _ in range(400)]
    assert all(0 <= place < SIZE for place in drawn)
    assert drawn != sorted(drawn)
    assert min(drawn) < SIZE // 8 < SIZE * 7 // 8 < max(drawn)
