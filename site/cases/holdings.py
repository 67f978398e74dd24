"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import Acted, Holding

HOLDINGS: dict[str, Holding] = dict.fromkeys(
    ("casestudy.named_by", "casesubmission.by", "casesubmission.decided_by"), Acted("teaching")
)
