"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "registration.person": About("events", emptied=("name", "email", "group")),
    **dict.fromkeys(
        (
            "cancellation.by",
            "checkin.by",
            "event.host",
            "organiserlink.by",
            "reversal.by",
            "submission.by",
            "submission.decided_by",
        ),
        Acted("events"),
    ),
}
