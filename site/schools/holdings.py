"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import Acted, Holding

HOLDINGS: dict[str, Holding] = {
    **dict.fromkeys(
        (
            "adoption.by",
            "claim.by",
            "decision.by",
            "expertinvitation.invited_by",
            "rating.by",
        ),
        Acted("teaching"),
    ),
}
