"""Applications as a test needs them: begun, complete, submitted, looked at, decided by somebody impartial."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from tests.certificates.conftest import make_result
from tests.certificates.learning import pdf

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.evidence import Evidence
    from certificates.models import Application, Certificate, Scheme


def scheme(code: str = "QSD") -> "Scheme":
    """The shipped scheme, with the course its exam asks for."""
    from certificates.models import Scheme
    from courses.models import Course

    Course.objects.get_or_create(code=code)
    return Scheme.objects.get(code=code)


def file(words: str = "1", name: str = "证明.pdf") -> "Evidence":
    from certificates.evidence import read

    content = pdf(words)
    return read(BytesIO(content), name=name, size=len(content))


def begun(holder: "User", code: str = "QSD", *, files: bool = True, entry: int | None = 0, statement: str = "") -> "Application":
    """A draft, with a file for each requirement of the examined route unless told otherwise."""
    from certificates import applying

    demands = scheme(code).versions.first().demands
    shown = {one.code: [file(f"{one.code} {holder.pk}")] for one in demands.on("examined")} if files else {}
    return applying.write(
        holder=holder, scheme=scheme(code), written=applying.Written(entry=entry, statement=statement, files=shown)
    )


def submitted(holder: "User", code: str = "QSD", **more: Any) -> "Application":
    """The same handed in, resting on a released pass."""
    from certificates import applying

    make_result(holder, exam=code)
    application = begun(holder, code, **more)
    return applying.submit(application=application, by=holder, pledges=9)


def looked_at(application: "Application", by: "User") -> "Application":
    """Every requirement found good enough."""
    from certificates import granting

    for requirement in application.requirements:
        granting.find(application=application, by=by, code=requirement.code, met=True)
    return application


def granted(application: "Application", marker: "User", by: "User") -> "Certificate":
    """Looked at by one, granted by the other."""
    from certificates import granting

    return granting.grant(application=looked_at(application, marker), by=by, reasons="材料齐全，符合方案要求。")
