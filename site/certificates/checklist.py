"""The checklist of an application (材料清单): each requirement with its files and where it stands, for both sides alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import terms
from certificates.models import Application, ApplicationStep, Evidence, Finding, SchemeVersion
from certificates.requirements import Requirement


@dataclass(frozen=True)
class Line:
    """One requirement: what it asks for, what was handed in, what was found."""

    requirement: Requirement
    label: str
    text: str
    files: list[Evidence] = field(default_factory=list)
    finding: Finding | None = None
    # The office returned the application because of it, and nothing was handed in since.
    is_wanting: bool = False

    @property
    def code(self) -> str:
        return self.requirement.code

    @property
    def word(self) -> str:
        if self.is_wanting:
            return _("To be added")
        if not self.files:
            return _("Missing")
        return ngettext("%(n)s file", "%(n)s files", len(self.files)) % {"n": len(self.files)}

    @property
    def tone(self) -> str:
        return "is-warn" if self.is_wanting or not self.files else "is-ok"

    @property
    def icon(self) -> str:
        return "warn" if self.is_wanting or not self.files else "check"


def lines(
    version: SchemeVersion,
    route: str,
    application: Application | None,
    *,
    wanting: Collection[str] = (),
    findings: Mapping[str, Finding] | None = None,
) -> list[Line]:
    """The requirements of a route in their order (one query, none before there is an application)."""
    files: dict[str, list[Evidence]] = {}
    for file in application.evidence.standing().kept() if application else ():
        files.setdefault(file.code, []).append(file)
    found = findings or {}
    return [
        Line(
            requirement=one,
            label=terms.named(one),
            text=terms.said(one.text),
            files=files.get(one.code, []),
            finding=found.get(one.code),
            is_wanting=one.code in wanting and all(file.kept_at for file in files.get(one.code, [])),
        )
        for one in version.demands.on(route)
    ]


def returned(application: Application | None) -> ApplicationStep | None:
    """Why it was returned, while it is (one query)."""
    if application is None or application.state != Application.State.RETURNED:
        return None
    return application.steps.filter(kind=ApplicationStep.Kind.RETURNED).last()


def entries(version: SchemeVersion) -> list[str]:
    """The entry requirements, of which one is enough, in the reader's language."""
    return [terms.said(one) for one in version.demands.entry]


def entry_of(application: Application) -> str:
    """The one the applicant says to meet."""
    told = entries(application.scheme_version)
    known = application.entry is not None and application.entry < len(told)
    return told[application.entry] if known and application.entry is not None else ""
