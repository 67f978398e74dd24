"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "activityclaim.holder": About("certificates"),
    "application.holder": About("certificates"),
    "applicationstep.person": About("certificates"),
    "badgeconsent.by": About("certificates"),
    "certificate.holder": About("certificates"),
    "certificateletter.reader": About("certificates"),
    "educationcredit.holder": About("certificates"),
    "namesubstitute.holder": About("certificates"),
    "sectordeclaration.holder": About("certificates"),
    **dict.fromkeys(
        (
            "activityclaim.decided_by",
            "application.decided_by",
            "applicationstep.author",
            "certificate.decided_by",
            "certificateevent.actor",
            "correction.decided_by",
            "educationcredit.verified_by",
            "enclosure.by",
            "evidence.by",
            "finding.by",
            "namesubstitute.proposed_by",
            "namesubstitute.settled_by",
            "proceeding.appeal_decided_by",
            "proceeding.decided_by",
            "proceeding.opened_by",
            "schemedraft_writers.user",
            "schemeversion.published_by",
            "sectordeclaration.declared_by",
            "step.author",
            "template.published_by",
            "templatedraft_writers.user",
            "templatemark.by",
        ),
        Acted("certificates"),
    ),
}
