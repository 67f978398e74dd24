"""How far a total can be trusted (信度): alpha and its kin for one paper, and what may be said of drawn papers.

A drawn paper is not the same paper for everybody. An alpha over slots would mix different items and be a wrong number; here
the strata of the blueprint are judged each by itself, and where even that cannot be said, nothing is (None).
Sources: Cronbach 1951; Kuder and Richardson 1937; Lord 1955 (binomial error); Rajaratnam, Cronbach and Gleser 1965
(stratified alpha); Brennan 2001 (items nested within persons).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from exams.analysis.items import REPORTABLE, mean, variance

Row = Sequence[float]


@dataclass(frozen=True)
class Spread:
    """The totals of a group: raw marks."""

    n: int
    mean: float
    deviation: float | None
    skewness: float | None
    kurtosis: float | None


def spread(totals: Sequence[float]) -> Spread:
    """Mean, standard deviation (n − 1), skewness and kurtosis as unbiased k-statistics."""
    n = len(totals)
    centre = mean(totals)
    m2, m3, m4 = (mean([(total - centre) ** power for total in totals]) for power in (2, 3, 4))
    if n < 4 or m2 == 0:
        return Spread(n, centre, sqrt(variance(totals)) if n > 1 else None, None, None)
    k2 = n * m2 / (n - 1)
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return Spread(n, centre, sqrt(k2), k3 / k2**1.5, k4 / k2**2)


def alpha(rows: Sequence[Row]) -> float | None:
    """Cronbach's alpha of one paper that everybody sat; rows are candidates, columns items.

    >>> alpha([[1, 1], [0, 0]])
    1.0
    """
    count = len(rows[0]) if rows else 0
    whole = variance([sum(row) for row in rows])
    if count < 2 or whole <= 0:
        return None
    return count / (count - 1) * (1 - sum(variance(column) for column in zip(*rows, strict=True)) / whole)


def alpha_without(rows: Sequence[Row]) -> list[float | None]:
    """Alpha with each item left out in turn."""
    return [alpha([[*row[:place], *row[place + 1 :]] for row in rows]) for place in range(len(rows[0]) if rows else 0)]


def kr20(rows: Sequence[Row]) -> float | None:
    """Alpha of right-or-wrong items by proportions, with population variances; None where an item is not right or wrong."""
    if not rows or any(mark not in (0, 1) for row in rows for mark in row):
        return None
    n, count = len(rows), len(rows[0])
    whole = variance([sum(row) for row in rows]) * (n - 1) / n
    if count < 2 or whole <= 0:
        return None
    shares = [mean(column) for column in zip(*rows, strict=True)]
    return count / (count - 1) * (1 - sum(share * (1 - share) for share in shares) / whole)


def kr21(totals: Sequence[float], count: int) -> float | None:
    """From mean and variance alone, as if all items were equally hard: a lower bound of KR-20."""
    whole = variance(totals)
    if count < 2 or whole <= 0:
        return None
    centre = mean(totals)
    return count / (count - 1) * (1 - centre * (count - centre) / (count * whole))


def error_of_measurement(deviation: float | None, reliability: float | None) -> float | None:
    """SEM = s √(1 − reliability), in marks."""
    if deviation is None or reliability is None or reliability > 1:
        return None
    return deviation * sqrt(1 - reliability)


def nested_alpha(rows: Sequence[Row]) -> float | None:
    """The reliability of a stratum whose items differ from candidate to candidate: (MS persons − MS within) / MS persons.

    Differences in difficulty between the items drawn count as error, as they do for the candidate. Never below nought.
    """
    count = len(rows[0]) if rows else 0
    if count < 2 or len(rows) < 2 or any(len(row) != count for row in rows):
        return None
    between = count * variance([mean(row) for row in rows])
    within = mean([variance(row) for row in rows])
    return max(0.0, (between - within) / between) if between > 0 else None


@dataclass(frozen=True)
class Stratum:
    """One cell of the blueprint: the marks of every candidate on the items drawn for it, in raw marks."""

    name: str
    rows: Sequence[Row]
    same_items: bool

    @property
    def totals(self) -> list[float]:
        return [sum(row) for row in self.rows]

    def reliability(self) -> float | None:
        """Of this stratum alone. One item says nothing of how far it can be trusted: its variance counts as error."""
        if self.rows and len(self.rows[0]) < 2:
            return 0.0
        return alpha(self.rows) if self.same_items else nested_alpha(self.rows)


def stratified_alpha(strata: Sequence[Stratum]) -> float | None:
    """1 − Σ var_s (1 − alpha_s) / var_T. None below 30 candidates, or where nobody differs from anybody."""
    people = len(strata[0].rows) if strata else 0
    if people < REPORTABLE:
        return None
    whole = variance([sum(stratum_totals) for stratum_totals in zip(*(stratum.totals for stratum in strata), strict=True)])
    if whole <= 0:
        return None
    error = 0.0
    for stratum in strata:
        own = variance(stratum.totals)
        # A stratum in which nobody differs adds neither truth nor error.
        error += own * (1 - (stratum.reliability() or 0.0)) if own else 0.0
    return 1 - error / whole


def binomial_errors(strata: Sequence[Stratum], worth: Mapping[str, float]) -> list[float] | None:
    """Lord's standard error of each candidate's total, in marks: √ Σ_s m_s² t_s (k_s − t_s) / (k_s − 1).

    `worth` is what a right answer earns in each stratum. None where an item is neither right nor wrong, or where a stratum has
    one item: the formula knows no such case.
    """
    people = len(strata[0].rows) if strata else 0
    squares = [0.0] * people
    for stratum in strata:
        each = worth[stratum.name]
        for person, row in enumerate(stratum.rows):
            count, right = len(row), sum(row) / each
            if count < 2 or any(mark not in (0, each) for mark in row):
                return None
            squares[person] += each * each * right * (count - right) / (count - 1)
    return [sqrt(square) for square in squares]


def typical_error(errors: Sequence[float] | None) -> float | None:
    """One figure for a group: the root of the mean square error."""
    return sqrt(mean([error * error for error in errors])) if errors else None
