"""The plan of the house: its rooms, their names, their order, and which way their foreign keys point."""

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [[room.strip() for room in layer.split("|")] for layer in next(c["layers"] for c in CONTRACTS if c["type"] == "layers")]
HEIGHT = {room: -depth for depth, layer in enumerate(LAYERS) for room in layer}


def rooms() -> set[str]:
    doors = [*ROOT.glob("*/__init__.py"), *ROOT.glob("site/*/__init__.py")]
    return {door.parent.name for door in doors} - {"tests"}


def test_site_is_a_source_root_not_a_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_installed_package_shadows_a_room() -> None:
    assert rooms().isdisjoint(packages_distributions())


def test_every_room_has_its_place_in_the_layers() -> None:
    assert rooms() == set(HEIGHT)


def test_no_room_keeps_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}
    assert not [
        path for room in [ROOT / "site", ROOT / "courses", ROOT / "exams"] for path in room.rglob("*.py") if path.name in drawers
    ]


def wrong_ways() -> list[str]:
    """Foreign keys of our own models that point upwards or sideways."""
    found = []
    for model in apps.get_models():
        here = model._meta.app_label
        for field in model._meta.get_fields() if here in HEIGHT else []:
            there = field.related_model._meta.app_label if field.is_relation and field.concrete and field.related_model else here
            if there in HEIGHT and there != here and HEIGHT[there] >= HEIGHT[here]:
                found.append(f"{model._meta.label}.{field.name} -> {there}")
    return found


def test_foreign_keys_point_downwards() -> None:
    # The audit log knows who did a deed; users live above it, and no constraint ties the two.
    assert wrong_ways() == ["core.AuditEntry.actor -> accounts"]
