from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from certificates.models import Application, Correction, Proceeding
from certificates.office import CertificateOffice
from cms.waiting import Desk, desks

register_snippet(CertificateOffice)


def _list(model: str) -> str:
    return f"wagtailsnippets_certificates_{model}:list"


desks += [
    Desk(
        _("Applications for certificates"),
        "certificates.change_application",
        _list("application"),
        lambda user: Application.objects.pending().exclude(holder=user.pk),
    ),
    Desk(_("Measures"), "certificates.change_proceeding", _list("proceeding"), lambda user: Proceeding.objects.pending()),
    Desk(
        _("Corrections of names"),
        "certificates.change_correction",
        _list("correction"),
        lambda user: Correction.objects.pending(),
    ),
]
