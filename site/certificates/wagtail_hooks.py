from wagtail.snippets.models import register_snippet

from certificates.viewsets import CertificateOffice

register_snippet(CertificateOffice)
