"""What the repository itself promises: no addresses, no secrets, small modules, words complete."""

import csv
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[1]
# Put together here so that this file does not name what it forbids.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb" + "ian.org", "crates" + ".io"]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", ".." + "/shared"]


def tracked() -> list[Path]:
    try:
        names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: there is no list of tracked files")
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("words", [REGISTRIES, PLACES], ids=["registry", "place"])
def test_no_tracked_file_names_a_registry_or_a_machine(words: list[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in words
        if re.search(rf"(?<!\w){re.escape(word)}", text(path))
    ]
    assert not found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock", "requirements-wagtail8.lock"])
def test_locks_are_exact_hashed_and_without_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._\[\],-]+)(.*)$", lines, re.M)
    assert names
    assert all(rest.startswith("==") for _, rest in names)
    assert lines.count("--hash=sha256:") >= len(names)
    assert "://" not in lines


def test_no_module_or_template_has_outgrown_its_room() -> None:
    limits = {".py": 400, ".html": 120, ".js": 150}
    ours = [path for path in tracked() if path.suffix in limits and "migrations" not in path.parts and "vendor" not in path.parts]
    assert not [path.name for path in ours if len(text(path).splitlines()) > limits[path.suffix]]


def test_every_dependency_has_its_line_in_the_decisions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    decision = text(ROOT / "docs" / "decisions" / "0002-dependencies.md").lower()
    plain = {re.match(r"[A-Za-z0-9_-]+", line)[0].lower().removeprefix("pytest-") for line in wanted}
    assert not {name for name in plain if name not in decision}


def test_templates_carry_no_inline_style_or_script() -> None:
    pages = [path for path in tracked() if path.suffix == ".html" and "pdf" not in path.parts and "content" not in path.parts]
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", re.I)
    assert not [str(path.relative_to(ROOT)) for path in pages if inline.search(text(path))]


@pytest.mark.gettext
def test_every_message_has_chinese_words(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gathered from nothing: what the code says today, not what the catalogue remembers."""
    kept = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    copy = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    for room in ("site", "courses", "exams", "templates"):
        (tmp_path / room).symlink_to(ROOT / room)
    settings.LOCALE_PATHS = [str(tmp_path / "locale")]
    monkeypatch.chdir(tmp_path)  # gettext writes beside where it stands: not into the repository
    call_command("makemessages", locale=["zh_Hans"], symlinks=True, no_location=True, no_obsolete=True, verbosity=0)
    used = {entry.msgid for entry in polib.pofile(str(copy))}
    known = {entry.msgid for entry in polib.pofile(str(kept)) if entry.translated()}
    assert len(used) > 500
    assert not used - known


def test_the_glossary_page_has_every_term_of_its_source() -> None:
    page = text(ROOT / "docs" / "glossary.md")
    with (ROOT / "content" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 80
    assert not [row["zh_hans"] for row in rows if f"| {row['zh_hans']} | {row['zh_hant_hk']} |" not in page]


def test_every_page_of_docs_and_every_test_that_code_names_is_there() -> None:
    code = [path for path in tracked() if path.suffix in {".py", ".html", ".css", ".js", ".md", ".toml"}]
    named = {(page, path.name) for path in code for page in re.findall(r"docs/[\w/-]+\.md|tests/[\w/]+\.py", text(path))}
    assert [(page, where) for page, where in sorted(named) if not (ROOT / page).exists()] == []


def test_every_page_of_docs_has_its_line_in_the_index_and_no_link_leads_nowhere() -> None:
    pages = [path for path in tracked() if path.suffix == ".md" and path.relative_to(ROOT).parts[0] not in {"content", "static"}]
    links = {path: re.findall(r"\]\((?!https?:)([^)#\s]+)", text(path)) for path in pages}
    assert [(path.name, link) for path, all_of in links.items() for link in all_of if not (path.parent / link).exists()] == []
    index = ROOT / "docs" / "README.md"
    told = [(index.parent / link).resolve() for link in links[index]]
    assert sorted(told) == sorted(path for path in pages if ROOT / "docs" in path.parents and path != index)


def test_every_test_the_docs_name_is_there() -> None:
    """A rule is told with the test that proves it, and that test is there. “…” stands for the rest of a name."""
    tests = [path for path in tracked() if path.suffix == ".py" and "tests" in path.parts]
    known = {path.name for path in tests} | {name for path in tests for name in re.findall(r"def (test_\w+)", text(path))}
    pages = [path for path in tracked() if path.suffix == ".md" and "content" not in path.relative_to(ROOT).parts]
    named = {found for path in pages for found in re.findall(r"\btest_\w+(?:\.py|…)?", text(path))}
    assert len(named) > 60
    begun = {name.removesuffix("…") for name in named if name.endswith("…")}
    assert not {name for name in named if not name.endswith("…")} - known - {name.removesuffix(".py") for name in known}
    assert not {name for name in begun if not any(whole.startswith(name) for whole in known)}


@pytest.mark.parametrize("page", ["statute-rows.md", "statute-public.md"])
def test_every_proof_a_row_of_the_statute_names_is_there(page: str) -> None:
    missing, path = [], ""
    for file, name in re.findall(r"`((?:tests/[\w/.]+)?)(?:::(\w+))?`", text(ROOT / "docs" / page)):
        path = file or path
        found = not file or (ROOT / file).exists()
        missing += [] if found and (not name or f"def {name}(" in text(ROOT / path)) else [f"{path}::{name}"]
    assert not missing
