"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "careerrecord.person": About("teaching"),
    "classmember.student": About("learning"),
    "selfassessment.person": About("teaching"),
    "talentprofile.person": About("teaching"),
    **dict.fromkeys(
        (
            "basereview.by",
            "classcode.teacher",
            "classgroup.teacher",
            "collegecredit.decided_by",
            "collegecredit.proposed_by",
            "grade.written_by",
            "profilelook.by",
            "sciencebase.keeper",
            "visitreport.written_by",
        ),
        Acted("teaching"),
    ),
}
