"""What this room keeps about people (accounts.privacy.registry): a line for each column that names one."""

from accounts.privacy.registry import About, Acted, Holding

HOLDINGS: dict[str, Holding] = {
    "attempt.candidate": About("exams"),
    "letter.reader": About("exams"),
    "practicecard.learner": About("exams", goes=True),
    "quizattempt.learner": About("learning", parts=("questions",)),
    "registration.candidate": About("exams"),
    **dict.fromkeys(
        (
            "answersheet.discarded_by",
            "arrangement.decided_by",
            "case.assigned_to",
            "case.decided_by",
            "case.opened_by",
            "casenote.author",
            "claim.marker",
            "import.by",
            "import.committed_by",
            "itempicture.uploaded_by",
            "keyrevision.applied_by",
            "keyrevision.proposed_by",
            "mark.marker",
            "panelmember.user",
            "printedpaper.drawn_by",
            "proposal.author",
            "proposal.decided_by",
            "result.released_by",
            "rulesdraft.made_by",
            "sheetentry.typed_by",
            "sheetscan.added_by",
            "sitting_invigilators.user",
            "sittingentry.by",
            "spotcheckreport.published_by",
            "spotcheckreport.withdrawn_by",
            "standardsetting.opened_by",
            "timegrant.granted_by",
        ),
        Acted("exams"),
    ),
}
