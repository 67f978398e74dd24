"""What goes into the image, and what must not: an operator builds it in a checkout that holds keys and secrets, too."""

import fnmatch
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RECIPE = (ROOT / "site/config/deploy/Containerfile").read_text(encoding="utf-8")


def goes_in(path: str) -> bool:
    """As Docker and Podman read .dockerignore: the last line that fits a path, or a folder above it, decides."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    above = [path, *map(str, Path(path).parents)]
    held = False
    for line in (one for one in lines if one and not one.startswith("#")):
        pattern = line.removeprefix("!").removeprefix("**/")
        if any(fnmatch.fnmatch(name if "**/" not in line else Path(name).name, pattern) for name in above if name != "."):
            held = not line.startswith("!")
    return not held


def test_nothing_of_a_site_and_nothing_it_lacks_goes_into_the_image():
    copied = re.findall(r"^COPY (?!--from)(\S+) ", RECIPE, re.M)
    assert len(copied) > 6
    assert [path for path in copied if not goes_in(path)] == []
    assert goes_in("site/core/jobs.py")
    ours = ("secrets/secret_key", "tls/privkey.pem", "site.env")
    theirs = [*(f"site/config/deploy/{name}" for name in ours), "var/secret-key", ".git/config", ".venv/bin/python", "run.py"]
    assert [path for path in theirs if goes_in(path)] == []


def test_what_a_site_keeps_in_its_checkout_is_no_business_of_git():
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {f"/site/config/deploy/{name}" for name in ("site.env", "secrets/", "tls/")} <= set(lines)


def test_the_lines_of_the_docs_are_those_that_were_tried():
    """podman-compose 1.3 finds no file by its path, and `run` takes down what runs unless it is told to leave the rest alone."""
    page = (ROOT / "docs/running/operate.md").read_text(encoding="utf-8")
    lines = re.findall(r"^    (podman-compose .+)$", page, re.M)
    assert len(lines) > 4
    assert [line for line in lines if " -f " in line] == []
    assert [line for line in lines if " run " in line and "--no-deps" not in line] == []
    assert "    cd site/config/deploy\n    podman-compose build\n" in page
