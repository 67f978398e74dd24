"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "careerrecord.person": About("teaching"),
    "classmember.student": About("learning"),
    # Hidden by talents/receivers.py besides; who asked is known by the questions, which stay as long as who asked does.
    "expertlisting.person": About("experts", emptied=("headline", "about", "offers"), parts=("questions",)),
    "expertquestion.by": About("experts", goes=True),
    "selfassessment.person": About("teaching", goes=True),
    # The row stays under the log of who looked; what it told goes (talents/receivers.py hides it besides).
    "talentprofile.person": About("teaching", emptied=("headline", "fields_of_work", "about", "contact"), parts=("looks",)),
    **dict.fromkeys(
        (
            "basereview.by",
            "classcode.teacher",
            "classgroup.teacher",
            "collegecredit.decided_by",
            "collegecredit.proposed_by",
            "expertlisting.admitted_by",
            "grade.written_by",
            "profilelook.by",
            "sciencebase.keeper",
            "visitreport.written_by",
        ),
        Acted("teaching"),
    ),
}
