"""How long nobody gets a new certificate after one was withdrawn (撤销后的间隔): 12 months, after deceit 36 (scheme.md, 3.4).

Pure rules: docs/algorithms/certificates.md.
"""

import datetime as dt

from certificates.status import last_day

MONTHS, AFTER_DECEIT = 12, 36
# An untruthful application, and rules of the exam or of the certificate that were broken.
DECEIT = ("evidence", "conduct")


def until(withdrawn_on: dt.date, ground: str) -> dt.date:
    """The last day of the bar.

    >>> day = dt.date(2027, 1, 5)
    >>> until(day, "complaint"), until(day, "evidence")
    (datetime.date(2028, 1, 4), datetime.date(2030, 1, 4))
    """
    return last_day(withdrawn_on, AFTER_DECEIT if ground in DECEIT else MONTHS)
