"""`run.py sbom`: what the shipped program is made of, as CycloneDX JSON (G05). Made from lock and metadata alone."""

import argparse
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from packageurl import PackageURL

from tests.supply.licences import said
from tests.supply.locks import ROOT, Locked, locked


def bill() -> Bom:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = Bom(components=[_component(one) for one in locked()])
    made.metadata.component = Component(name=project["name"], version=project["version"], type=ComponentType.APPLICATION)
    return made


def _component(one: Locked) -> Component:
    licences = LicenseFactory()
    try:
        told = said(one.name)
    except metadata.PackageNotFoundError:  # for another kind of machine
        told = ""
    address = PackageURL("pypi", None, one.name, one.version)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=str(address),
        licenses=[licences.make_from_string(told)] if told else [],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content) for content in one.hashes],
    )


def text() -> str:
    return JsonV1Dot5(bill()).output_as_string(indent=1)


def flaw(told: str) -> object:
    """What the published schema has against it; None."""
    return make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_5).validate_str(told)


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py sbom", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=ROOT / "var" / "sbom.cdx.json")
    path = parser.parse_args().file
    told = text()
    if flaw(told):
        sys.stderr.write(f"{flaw(told)}\n")
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(told, encoding="utf-8")
    sys.stdout.write(f"{path}: {len(bill().components)} components\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
