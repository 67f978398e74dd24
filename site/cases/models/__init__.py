"""What is told of a case, and who let it in."""

from cases.models.case import CaseStudy
from cases.models.submissions import CaseSubmission

__all__ = ["CaseStudy", "CaseSubmission"]
