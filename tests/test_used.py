"""Nothing lies about: no template that nothing renders, no file that nothing asks for, no class that nothing bears."""

import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("site", "courses", "exams", "templates", "static", "content")
TEMPLATES, STATIC = ROOT / "templates", ROOT / "static"
# Whose names are put together where they are rendered (appointments/duties/views/framing.py).
COMPOSED = TEMPLATES / "appointments" / "duties"


def ours(*suffixes: str) -> dict[Path, str]:
    """What is written in such files, without the tests; static/vendor is others' work."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*") if path.suffix in suffixes)
    return {path: path.read_text(encoding="utf-8") for path in paths if "vendor" not in path.parts}


@pytest.fixture(scope="module")
def written() -> str:
    return "\n".join(ours(".py", ".html", ".txt", ".js", ".svg").values())


def test_every_template_is_rendered_or_stands_in_for_another_packages(written: str) -> None:
    packages = [Path(app.path) / "templates" for app in apps.get_app_configs() if "site-packages" in app.path]
    packages.append(Path(forms.__file__).parent / "templates")

    def is_used(path: Path) -> bool:
        name = path.relative_to(TEMPLATES).as_posix()
        if any((theirs / name.removeprefix("widgets/")).exists() for theirs in packages):
            return True
        return name in written or (COMPOSED in path.parents and f'"{path.stem}"' in written)

    assert [path.name for path in TEMPLATES.rglob("*.*") if not is_used(path)] == []


def test_every_static_file_is_asked_for(written: str) -> None:
    asked = written + "\n".join(ours(".css").values())
    files = [path for path in STATIC.rglob("*.*") if "vendor" not in path.parts]
    assert len(files) > 100
    # Its size is put into its name where it is told (pages/found.py).
    assert [path.name for path in files if path.name not in asked] == ["icon-512.png"]


def test_every_class_of_the_styles_is_borne_by_something(written: str) -> None:
    words = set(re.findall(r"[\w-]+", written))
    # `class="figure__{kind}"`, `in-{{ colour }}`: the rest is put in where it is made.
    begun = set(re.findall(r"([a-z][\w-]*(?:-|__))\{[{%\w]", written))
    put_together = tuple(one for one in begun if "__" in one or "--" in one or one in {"in-", "is-", "exchange-level-"})
    sheets = {
        path: re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", sheet, flags=re.DOTALL) for path, sheet in ours(".css").items()
    }
    borne = {(path.name, name) for path, sheet in sheets.items() for name in re.findall(r"\.([a-zA-Z_][\w-]*)", sheet)}
    assert len(borne) > 500
    # The admin's own, which stand in Wagtail.
    assert {one for one in borne if one[1] not in words and not one[1].startswith(put_together)} <= {
        ("admin.css", "sidebar--slim"),
        ("admin.css", "bulk-action-checkbox-cell"),
    }
