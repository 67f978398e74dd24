"""What the public meets first, and what it tells the editors of it."""

from pages.models.notes import HomePage, NoteIndexPage, NotePage
from pages.models.reports import ErrorReport, ReportLetter

__all__ = ["ErrorReport", "HomePage", "NoteIndexPage", "NotePage", "ReportLetter"]
