"""What accounts and the packages below keep about people (accounts.privacy.registry)."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "consent.user": About("terms"),
    "erasure.user": About("terms"),
    "look.by": Acted("security"),
    "look.person": About("security"),
    "phone.user": About("phone", goes=True),
    "user_groups.user": About("account", goes=True),
    "user_user_permissions.user": About("account", goes=True),
}
# Tables of packages that know nothing of this, by their full names.
OTHERS: dict[str, Holding] = {
    "account.emailaddress.user": About("account", goes=True),
    "mfa.authenticator.user": About("account", goes=True, hidden=("data",)),
    "socialaccount.socialaccount.user": About("outside", goes=True, hidden=("extra_data",)),
    "usersessions.usersession.user": About("security", goes=True, hidden=("session_key", "data")),
    "core.auditentry.actor": Acted("security"),
    "wagtailusers.userprofile.user": About("account", goes=True),
    "wagtailadmin.editingsession.user": About("account", goes=True),
    "wagtailadmin.formstate.user": About("account", goes=True),
    "wagtailcore.pagesubscription.user": About("account", goes=True),
    **dict.fromkeys(
        (
            "wagtailcore.comment.resolved_by",
            "wagtailcore.comment.user",
            "wagtailcore.commentreply.user",
            "wagtailcore.modellogentry.user",
            "wagtailcore.page.locked_by",
            "wagtailcore.page.owner",
            "wagtailcore.pagelogentry.user",
            "wagtailcore.revision.user",
            "wagtailcore.taskstate.finished_by",
            "wagtailcore.uploadedfile.uploaded_by_user",
            "wagtailcore.workflowstate.requested_by",
            "wagtaildocs.document.uploaded_by_user",
            "wagtailimages.image.uploaded_by_user",
        ),
        Acted("teaching"),
    ),
}
