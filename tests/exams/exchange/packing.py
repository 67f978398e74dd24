"""Packages and items of QTI as other systems write them."""

import io
import zipfile

import pytest

from exams.exchange.drafts import Draft, Reading, Refused
from exams.exchange.qti import reading

V2 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
CP = "http://www.imsglobal.org/xsd/imscp_v1p1"


def listed(*resources: tuple[str, str, str]) -> str:
    """A manifest of (identifier, type, file)."""
    inner = "".join(f'<resource identifier="{name}" type="{kind}" href="{href}"/>' for name, kind, href in resources)
    return f'<manifest xmlns="{CP}" identifier="m"><organizations/><resources>{inner}</resources></manifest>'


def package(entries: dict[str, str | bytes], *, manifest: str | None = None, kind: str = "imsqti_item_xmlv2p1") -> bytes:
    """A package of these item files, with a manifest that names them."""
    made = io.BytesIO()
    usual = listed(*((f"r{n}", kind, name) for n, name in enumerate(entries)))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("imsmanifest.xml", usual if manifest is None else manifest)
        for name, data in entries.items():
            file.writestr(name, data)
    return made.getvalue()


def item(declarations: str, body: str, processing: str = "", name: str = "q1", more: str = "") -> str:
    """An item of QTI 2.1 as TAO writes it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{V2}" identifier="{name}" title="题" adaptive="false" '
        f'timeDependent="false" xml:lang="zh-CN">{declarations}<outcomeDeclaration identifier="SCORE" cardinality="single" '
        f'baseType="float"/><itemBody>{body}</itemBody>{processing}{more}</assessmentItem>'
    )


def read(*items: str) -> Reading:
    return reading.read(package({f"i{n}.xml": text for n, text in enumerate(items)}), "zh-hans")


def one(*items: str) -> Draft:
    (draft,) = read(*items).drafts
    return draft


def codes(*items: str) -> list[str]:
    return [finding.code for finding in read(*items).findings]


def response(correct: list[str], *, cardinality: str = "single", base: str = "identifier", more: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    kind = f'cardinality="{cardinality}" baseType="{base}"'
    return f'<responseDeclaration identifier="RESPONSE" {kind}>{right}{more}</responseDeclaration>'


def choice(*choices: str, most: int = 1) -> str:
    inner = "".join(f'<simpleChoice identifier="c{n}">{text}</simpleChoice>' for n, text in enumerate(choices))
    return f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">{inner}</choiceInteraction>'


def template(name: str) -> str:
    return f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{name}"/>'


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        reading.read(data, "zh-hans")
    return refusal.value.finding.code
