"""Exposure (曝光): how often an item has stood on a paper. The less used is drawn first, the worn out is flagged.

Counting at every start would make thousands of starts wait for the same rows. So items are counted once a day, each
pool keeps the bands that follow from the count, and among equals of one band chance decides: papers stay different.
"""

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from statistics import median_low

# Above this share of a credential's papers an item is flagged: five in the bank for each one drawn makes 20 %.
LIMIT_PERCENT = 40
# Below so many papers a share says nothing.
LEAST_PAPERS = 20
WINDOW = dt.timedelta(days=365)


def bands(items: Iterable[tuple[str, Hashable, int]]) -> dict[str, int]:
    """From (code, equals, times used) to code: 0 for the less used half of its equals, 1 for the rest.

    At least half of the equals stay in the first band, so that chance keeps something to choose from.

    >>> bands([("A", "S1", 0), ("B", "S1", 4), ("C", "S1", 1), ("D", "S1", 9), ("E", "S2", 9)])
    {'A': 0, 'B': 1, 'C': 0, 'D': 1, 'E': 0}
    """
    known = list(items)
    used: dict[Hashable, list[int]] = {}
    for _code, equals, times in known:
        used.setdefault(equals, []).append(times)
    middle = {equals: median_low(times) for equals, times in used.items()}
    return {code: int(times > middle[equals]) for code, equals, times in known}


def percent(times: Mapping[str, int], papers: Mapping[str, int]) -> int:
    """In how many of a hundred papers an item stands, where it stands most often; both by credential.

    >>> percent({"QSO": 30, "QSD": 5}, {"QSO": 60, "QSD": 20}), percent({"QSO": 3}, {"QSO": 3})
    (50, 0)
    """
    return max((100 * times[of] // papers[of] for of in times if papers.get(of, 0) >= LEAST_PAPERS), default=0)
