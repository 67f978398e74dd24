from wagtail.snippets.models import register_snippet

from certificates.office import CertificateOffice

register_snippet(CertificateOffice)
