"""Where the program comes from (G03 to G06): exact locks, known licences, no secrets, an audit that is never green by chance."""

import json
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tests.supply import audit, licences, sbom, secrets
from tests.supply.locks import LOCKS, ROOT, locked
from tests.test_repository import text, tracked

# Test material that looks like a secret and is none: file, why.
NO_SECRET = {
    "site/core/scrubbing.py": "an example of an address with a password",
    "tests/certificates/badges/test_finding.py": "digests and tokens of badges made up for the test",
    "tests/core/test_logs.py": "canaries",
    "tests/supply/secrets.py": "the forms themselves",
}


@pytest.mark.parametrize("lock", LOCKS)
def test_g04_every_package_of_a_lock_has_hashes_and_run_py_insists_on_them(lock):
    packages = locked(lock)
    assert len(packages) > 80
    assert [one.name for one in packages if not one.hashes] == []
    run = (ROOT / "run.py").read_text(encoding="utf-8")
    assert run.count("--require-hashes") >= 2


def test_what_is_installed_is_what_the_lock_names():
    installed = {one.name: one.version for one in locked("requirements-dev.lock")}
    wrong = {
        name: (version, metadata.version(name))
        for name, version in installed.items()
        if _is_here(name) and metadata.version(name) != version
    }
    if metadata.version("wagtail") != installed["wagtail"]:
        pytest.skip("another lock is installed here")
    assert wrong == {}


def _is_here(name):
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_g05_every_package_we_ship_is_under_a_licence_we_take():
    told = {one.name: licences.said(one.name) for one in locked() if _is_here(one.name)}
    assert len(told) > 80
    assert {name: licence for name, licence in told.items() if not licences.is_taken(licence)} == {}
    assert set(licences.READ) <= set(told)


def test_g05_the_bill_of_materials_names_every_package_with_hash_and_holds_to_its_schema():
    told = sbom.text()
    assert sbom.flaw(told) is None
    components = json.loads(told)["components"]
    assert {(one["name"], one["version"]) for one in components} == {(one.name, one.version) for one in locked()}
    assert all(one["hashes"] and one["purl"].startswith("pkg:pypi/") for one in components)
    assert sum("licenses" in one for one in components) > 80
    assert sbom.flaw(told.replace('"library"', '"liberty"')) is not None  # the control: the schema can object


def answer(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


GOOD = {"name": "Django", "version": "5.2.8", "vulns": []}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (answer(GOOD, {"name": "typing_extensions", "version": "4", "vulns": []}), audit.CLEAN),
        (answer(GOOD, {"name": "typing-extensions", "version": "4", "vulns": [{"id": "CVE-1"}]}), audit.HOLES),
        (answer(GOOD, {"name": "typing-extensions", "skip_reason": "not found"}), audit.NOT_AUDITED),
        (answer(GOOD), audit.NOT_AUDITED),
        (answer(), audit.NOT_AUDITED),
        ("", audit.NOT_AUDITED),
        ("No known vulnerabilities found", audit.NOT_AUDITED),
    ],
    ids=["all looked up", "a hole", "one skipped", "one left out", "nothing", "no answer", "words"],
)
def test_g03_an_audit_that_looked_nothing_up_is_never_green(told, code):
    assert audit.read(told, ["django", "typing-extensions"]).code == code


def test_g06_no_secret_stands_in_a_tracked_file():
    found = {}
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in (".lock", ".po", ".svg") or "vendor" in path.parts or name in NO_SECRET:
            continue
        if kinds := secrets.found(text(path)):
            found[name] = kinds
    assert found == {}
    assert all((ROOT / name).exists() for name in NO_SECRET)


def test_every_lock_and_image_is_watched_for_newer_releases():
    watched = json.loads((ROOT / ".github" / "renovate.json").read_text(encoding="utf-8"))
    patterns = {
        manager: watched[manager]["managerFilePatterns"] for manager in ("pip_requirements", "dockerfile", "docker-compose")
    }
    wanted = {"pip_requirements": LOCKS, "dockerfile": ["site/config/deploy/Containerfile"]}
    wanted["docker-compose"] = ["site/config/deploy/compose.yaml"]
    for manager, paths in wanted.items():
        for path in paths:
            assert any(re.search(pattern.strip("/").replace("\\/", "/"), path) for pattern in patterns[manager]), path
    assert set(patterns) < set(watched["enabledManagers"])


def test_the_checks_install_nothing_but_debian_packages_and_the_locks():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert not re.findall(r"(?:pip|npm|uv|cargo|go) +install", script)
    assert not re.findall(r"\bcurl\b|\bwget\b", script)
    assert subprocess.call(["bash", "-n", str(ROOT / ".ci" / "run")]) == 0


def test_every_extra_is_tried_by_the_checks():
    """What a site may add by a setting is in the lock of the checks, so it is tested as it would be used."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tested = {one.name for one in locked("requirements-dev.lock")}
    extras = project["project"]["optional-dependencies"]
    wanted = {
        re.match(r"[A-Za-z0-9_.-]+", line)[0].lower() for name, lines in extras.items() if name != "pkcs11" for line in lines
    }
    assert wanted <= tested
    assert {"sentry", "tracing", "s3"} <= set(extras)


def test_the_paths_of_this_page_are_there():
    assert all(Path(ROOT, name).exists() for name in (".github/renovate.json", ".ci/run", "SECURITY.md"))
