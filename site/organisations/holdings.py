"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "joinrequest.person": About("organisations"),
    "membership.person": About("organisations", emptied=("email", "phone")),
    **dict.fromkeys(
        (
            "accesstoken.made_by",
            "accesstoken.revoked_by",
            "invitation.invited_by",
            "joinrequest.decided_by",
            "organisation.registered_by",
            "organisationdecision.by",
            "rosterimport.by",
        ),
        Acted("organisations"),
    ),
}
