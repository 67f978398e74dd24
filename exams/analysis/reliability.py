"""How far a total can be trusted (信度): alpha and its kin for one paper, and what may be said of drawn papers.

A drawn paper is not the same paper for everybody. An alpha over slots would mix different items and be a wrong number; here
the strata of the blueprint are judged each by itself, and where even that cannot be said, nothing is (None).
Sources: Cronbach 1951; Kuder and Richardson 1937; Lord 1955 (binomial error); Rajaratnam, Cronbach and Gleser 1965
(stratified alpha); Brennan 2001 (items nested within persons).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from exams.analysis.items import REPORTABLE, Counts, each, mean, variance


@dataclass(frozen=True)
class Spread:
    """The totals of a group: raw marks."""

    n: int
    mean: float
    deviation: float | None
    skewness: float | None
    kurtosis: float | None


def spread(totals: Sequence[float], counts: Counts = None) -> Spread:
    """Mean, standard deviation (n − 1), skewness and kurtosis as unbiased k-statistics."""
    n = sum(each(totals, counts))
    centre = mean(totals, counts)
    m2, m3, m4 = (mean([(total - centre) ** power for total in totals], counts) for power in (2, 3, 4))
    if n < 4 or m2 == 0:
        return Spread(n, centre, sqrt(variance(totals, counts)) if n > 1 else None, None, None)
    k2 = n * m2 / (n - 1)
    k3 = n * n * m3 / ((n - 1) * (n - 2))
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return Spread(n, centre, sqrt(k2), k3 / k2**1.5, k4 / k2**2)


def alpha(items: Sequence[float], whole: float) -> float | None:
    """Cronbach's alpha of one paper that everybody sat, from the variance of each item and that of the total.

    >>> alpha([0.5, 0.5], 2.0)
    1.0
    """
    count = len(items)
    return count / (count - 1) * (1 - sum(items) / whole) if count > 1 and whole > 0 else None


def alpha_without(items: Sequence[float], rests: Sequence[float]) -> list[float | None]:
    """Alpha with each item left out in turn; `rests` are the variances of what remains."""
    return [alpha([*items[:place], *items[place + 1 :]], rest) for place, rest in enumerate(rests)]


def kr20(shares: Sequence[float], whole: float, n: int) -> float | None:
    """Alpha of right-or-wrong items from the share of `n` candidates who got each right; `whole` is the variance of the number
    of right answers, over n − 1 as everywhere."""
    return alpha([share * (1 - share) for share in shares], whole * (n - 1) / n) if n else None


def error_of_measurement(deviation: float | None, reliability: float | None) -> float | None:
    """SEM = s √(1 − reliability), in marks."""
    if deviation is None or reliability is None or reliability > 1:
        return None
    return deviation * sqrt(1 - reliability)


@dataclass(frozen=True)
class Stratum:
    """One cell of the blueprint, in raw marks: `count` items drawn for everybody.

    `sums` and `squares` are the sum and the sum of squares of a candidate's marks in it, `counts` how many candidates have
    these. `variances` are those of its items where everybody met the same ones. `partial`: some mark is neither all nor
    nothing.
    """

    name: str
    count: int
    sums: Sequence[float]
    squares: Sequence[float]
    counts: Sequence[int]
    variances: Sequence[float] | None = None
    partial: bool = False

    @property
    def variance(self) -> float:
        return variance(self.sums, self.counts)

    def reliability(self) -> float | None:
        """Of this stratum alone. One item says nothing of how far it can be trusted: its variance counts as error."""
        if self.count < 2:
            return 0.0
        return alpha(self.variances, self.variance) if self.variances is not None else self._nested()

    def _nested(self) -> float | None:
        """Of items that differ from candidate to candidate: (MS persons − MS within) / MS persons.

        Differences in difficulty between the items drawn count as error, as they do for the candidate. Never below nought.
        """
        if sum(self.counts) < 2:
            return None
        between = self.variance / self.count
        spreads = [(square - total * total / self.count) / (self.count - 1) for total, square in self._each()]
        return max(0.0, (between - mean(spreads, self.counts)) / between) if between > 0 else None

    def binomial(self, worth: float) -> float | None:
        """The mean over the candidates of Lord's squared error: m² t (k − t) / (k − 1). None where the formula knows no case."""
        if self.count < 2 or self.partial:
            return None
        rights = [total / worth for total in self.sums]
        return mean([worth * worth * right * (self.count - right) / (self.count - 1) for right in rights], self.counts)

    def _each(self) -> Sequence[tuple[float, float]]:
        return list(zip(self.sums, self.squares, strict=True))


def stratified_alpha(strata: Sequence[Stratum], whole: float) -> float | None:
    """1 − Σ var_s (1 − alpha_s) / var_T. None below 30 candidates, or where nobody differs from anybody."""
    people = sum(strata[0].counts) if strata else 0
    if people < REPORTABLE or whole <= 0:
        return None
    # A stratum in which nobody differs adds neither truth nor error.
    return 1 - sum(own * (1 - (stratum.reliability() or 0.0)) for stratum in strata if (own := stratum.variance)) / whole


def binomial_error(strata: Sequence[Stratum], worth: Mapping[str, float]) -> float | None:
    """Lord's standard error of a total, in marks: the root of the mean square error √ Σ_s m_s² t_s (k_s − t_s) / (k_s − 1).

    `worth` is what a right answer earns in each stratum. None where an item is neither right nor wrong, or where a stratum has
    one item: the formula knows no such case.
    """
    squares = [stratum.binomial(worth[stratum.name]) for stratum in strata]
    known = [square for square in squares if square is not None]
    return sqrt(sum(known)) if known and len(known) == len(squares) else None
