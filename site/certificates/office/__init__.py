"""The certificate office in the admin (证书后台): applications, the register, measures, schemes, templates."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from certificates.office.applications import ApplicationViewSet
from certificates.office.certificates import CertificateViewSet
from certificates.office.corrections import CorrectionViewSet
from certificates.office.proceedings import ProceedingViewSet
from certificates.office.schemes import SchemeVersionViewSet
from certificates.office.substitutes import SubstituteViewSet
from certificates.office.templates import TemplateViewSet
from cms import office_menu


class CertificateOffice(SnippetViewSetGroup):
    items = (
        ApplicationViewSet,
        CertificateViewSet,
        ProceedingViewSet,
        CorrectionViewSet,
        SubstituteViewSet,
        SchemeVersionViewSet,
        TemplateViewSet,
    )
    menu_label = _("Certificates")
    menu_icon = "doc-full-inverse"
    menu_order = office_menu.CERTIFICATES
