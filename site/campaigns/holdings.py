"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "entry.person": About("events"),
    "slogan.author": About("events"),
    "sloganvote.voter": About("events"),
    **dict.fromkeys(
        (
            "covenantsignature.by",
            "covenantsignature.withdrawn_by",
            "jurymark.juror",
            "prizedraw.by",
            "slogancall_jury.user",
            "slogandecision.by",
        ),
        Acted("events"),
    ),
}
