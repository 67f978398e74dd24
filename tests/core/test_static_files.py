"""Two releases keep their styles in one folder (docs/running/operate.md, “A release”)."""

from pathlib import Path

from django.conf import settings

from core.static_files import OfThisRelease


def gathered(folder: Path, release: str, names: dict[str, str]) -> None:
    """As `collectstatic` of the program in a folder of this name leaves it."""
    storage = OfThisRelease(location=folder, base_url="/static/")
    storage.manifest_name = storage.manifest_name.replace(settings.BASE_DIR.name, release)
    storage.hashed_files = names
    storage.save_manifest()


def test_a_process_of_the_old_release_finds_its_names_after_the_new_one_was_gathered(tmp_path: Path) -> None:
    gathered(tmp_path, settings.BASE_DIR.name, {"css/old.css": "css/old.1.css"})
    gathered(tmp_path, "haizhun-next", {"css/new.css": "css/new.1.css"})
    assert OfThisRelease(location=tmp_path, base_url="/static/").hashed_files == {"css/old.css": "css/old.1.css"}


def test_control_one_list_for_all_is_lost(tmp_path: Path) -> None:
    gathered(tmp_path, settings.BASE_DIR.name, {"css/old.css": "css/old.1.css"})
    gathered(tmp_path, settings.BASE_DIR.name, {"css/new.css": "css/new.1.css"})
    assert "css/old.css" not in OfThisRelease(location=tmp_path, base_url="/static/").hashed_files
