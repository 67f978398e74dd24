"""Honest watching as a rule: whatever a player says, no more is believed than the server's clock allows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from courses.watching import Beat, Watched, begun, heard, read_beat, restored, stored, union

FILM = 120_000
ranges = st.lists(st.tuples(st.integers(0, FILM), st.integers(0, FILM)).map(sorted).map(tuple), max_size=8)


def played(pieces, *, seconds_each=15, start=0):
    """Reports as an honest player sends them: one range of 15 s every 15 s."""
    return [
        (Beat(n, ((at, at + seconds_each * 1000),), at + seconds_each * 1000), start + n * seconds_each * 1000)
        for n, at in enumerate(pieces, start=1)
    ]


def run(beats, watched=None):
    watched = watched or Watched(FILM)
    for beat, now in beats:
        watched = heard(watched, beat, now)
    return watched


@given(ranges)
def test_a_union_holds_each_millisecond_once(told):
    joined = union(told)
    assert all(a[1] < b[0] for a, b in pairwise(joined))
    assert all(any(start <= at < end for start, end in joined) for at in {a for a, b in told if a < b})
    assert union(joined) == joined == union(reversed(told))


def test_the_first_half_twice_is_half():
    half = [0, 15_000, 30_000, 45_000]
    assert run(played([*half, *half])).percent == 50


def test_a_forged_end_is_nothing():
    told = run([(Beat(1, (), FILM), 1_000)])
    assert (told.percent, told.position) == (0, FILM)
    assert run([(Beat(1, ((FILM - 1, FILM),), FILM), 1_000)]).percent == 0


def test_the_whole_film_at_once_is_believed_only_as_far_as_the_clock():
    told = run([(Beat(1, ((0, FILM),), FILM), 3_000)])
    assert told.milliseconds == 6_600
    assert told.refused == {"too_fast": FILM - told.milliseconds}


def test_an_honest_viewer_at_any_allowed_speed_gets_all_of_it():
    assert run(played(range(0, FILM, 15_000))).percent == 100
    double = [(Beat(n, ((at, at + 30_000),), at + 30_000), n * 15_000) for n, at in enumerate(range(0, FILM, 30_000), 1)]
    assert run(double).percent == 100


@given(st.lists(st.tuples(ranges, st.integers(0, 60_000)), max_size=12))
def test_whatever_is_claimed_no_more_is_believed_than_time_went_by(claims):
    now, watched = 0, Watched(FILM)
    for number, (told, wait) in enumerate(claims, start=1):
        now += wait
        watched = heard(watched, Beat(number, tuple(told), 0), now)
    assert watched.milliseconds <= now * 2.2
    assert watched.milliseconds <= FILM


@given(st.data())
def test_lost_repeated_and_late_reports_change_nothing(data):
    """A player keeps what was not acknowledged and sends it again with the next report."""
    pieces = [(at, at + 10_000) for at in range(0, FILM, 10_000)]
    honest = run([(Beat(n, (piece,), piece[1]), n * 10_000) for n, piece in enumerate(pieces, start=1)])
    watched, unacknowledged, sent = Watched(FILM), [], []
    for number, piece in enumerate(pieces, start=1):
        unacknowledged.append(piece)
        beat = Beat(number, tuple(unacknowledged), piece[1])
        sent.append(beat)
        if number < len(pieces) and data.draw(st.booleans()):
            continue  # lost on the way
        watched = heard(watched, beat, number * 10_000)
        if data.draw(st.booleans()):
            again = data.draw(st.sampled_from(sent))
            assert heard(watched, again, number * 10_000 + 1) == watched
        unacknowledged = []
    assert watched.ranges == honest.ranges


def test_going_ahead_is_refused_where_only_seen_parts_are_open():
    watched = heard(Watched(FILM), Beat(1, ((0, 15_000),), 15_000), 15_000, only_forward_in_seen=True)
    ahead = heard(watched, Beat(2, ((60_000, 75_000),), 75_000), 30_000, only_forward_in_seen=True)
    assert (ahead.ranges, ahead.refused) == (((0, 15_000),), {"skipped": 15_000})
    back = heard(ahead, Beat(3, ((5_000, 20_000),), 20_000), 45_000, only_forward_in_seen=True)
    assert back.ranges == ((0, 20_000),)


def test_a_new_sitting_keeps_what_was_watched_and_counts_from_one():
    watched = run(played([0, 15_000]))
    again = begun(restored(stored(watched), FILM), 500_000)
    assert (again.ranges, again.number, again.position) == (watched.ranges, 0, 30_000)
    assert heard(again, Beat(1, ((30_000, 45_000),), 45_000), 515_000).milliseconds == 45_000


def test_a_night_of_silence_is_not_watching():
    watched = run(played([0]))
    assert heard(watched, Beat(2, ((15_000, FILM),), FILM), 9 * 3_600_000).milliseconds <= FILM
    long = heard(Watched(3_600_000), Beat(1, ((0, 3_600_000),), 0), 9 * 3_600_000)
    assert long.milliseconds == 198_000


def test_what_is_no_report_is_none():
    good = {"number": 1, "position": 5, "ranges": [[0, 5]]}
    assert read_beat(good) == Beat(1, ((0, 5),), 5)
    bad: list[object] = [None, [], {}, "x", good | {"number": 0}, good | {"number": True}, good | {"position": -1}]
    bad += [good | {"ranges": wrong} for wrong in ([[5, 0]], [[0]], 7, [[0, 1]] * 101)] + [good | {"position": 1.5}]
    assert [read_beat(one) for one in bad] == [None] * len(bad)


def test_many_small_reports_win_no_more_time_than_one():
    """The control for a patience granted to each report: a thousand of them would then be the whole film."""
    watched = Watched(FILM)
    for number in range(1, 1001):
        watched = heard(watched, Beat(number, ((number * 100, number * 100 + 100),), 0), number)
    assert watched.milliseconds <= 2_200
