from organisations.models.imports import RosterImport
from organisations.models.lists import District, Industry
from organisations.models.membership import Invitation, JoinRequest, Membership, Role
from organisations.models.organisation import Department, Organisation, OrganisationDecision
from organisations.models.tokens import AccessToken, Scope

__all__ = [
    "AccessToken",
    "Department",
    "District",
    "Industry",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organisation",
    "OrganisationDecision",
    "Role",
    "RosterImport",
    "Scope",
]
