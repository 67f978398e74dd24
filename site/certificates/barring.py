"""How long nobody gets a new certificate after one was withdrawn (撤销后的间隔): longer after deceit; the scheme says how long.

Pure rules: docs/algorithms/certificates.md.
"""

import datetime as dt

from certificates.status import last_day

# An untruthful application, and rules of the exam or of the certificate that were broken.
DECEIT = ("evidence", "conduct")


def until(withdrawn_on: dt.date, ground: str, *, months: int, after_deceit: int) -> dt.date:
    """The last day of the bar.

    >>> day = dt.date(2027, 1, 5)
    >>> [until(day, ground, months=12, after_deceit=36) for ground in ("complaint", "evidence")]
    [datetime.date(2028, 1, 4), datetime.date(2030, 1, 4)]
    """
    return last_day(withdrawn_on, after_deceit if ground in DECEIT else months)
