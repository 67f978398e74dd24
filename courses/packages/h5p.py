"""Reading h5p.json: what an H5P content is called, and whether the libraries it runs on came with it. Pure."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.archives import Refusal
from courses.packages.outline import Outline, Unit

NAME = "h5p.json"
CONTENT = "content/content.json"


def read(data: bytes, names: Iterable[str]) -> Outline:
    """What the content says of itself. Raises Refusal."""
    told = _object(data, NAME)
    here = {name.lower() for name in names}
    if CONTENT not in here:
        raise Refusal("h5p-empty", file=CONTENT)
    needed = told.get("preloadedDependencies")
    main = told.get("mainLibrary")
    if not isinstance(needed, list) or not isinstance(main, str) or not main:
        raise Refusal("h5p-broken", file=NAME)
    missing = [library for library in map(_folder, needed) if f"{library}/library.json".lower() not in here]
    if not any(isinstance(library, dict) and library.get("machineName") == main for library in needed):
        missing.append(main)  # the player looks for it among them
    if missing:
        raise Refusal("h5p-libraries", names="、".join(missing[:5]), number=len(missing))
    title = str(told.get("title") or main)[:200]
    return Outline("h5p", title, main, (Unit(main, title, CONTENT),), {"language": str(told.get("language", ""))[:20]})


def _object(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Refusal("h5p-broken", file=name) from fault
    if not isinstance(told, dict):
        raise Refusal("h5p-broken", file=name)
    return told


def _folder(library: Any) -> str:
    """Where a library lies: H5P.MultiChoice-1.16."""
    if not isinstance(library, dict) or not library.get("machineName"):
        raise Refusal("h5p-broken", file=NAME)
    return f"{library['machineName']}-{library.get('majorVersion', '')}.{library.get('minorVersion', '')}"
