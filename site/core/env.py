"""Where settings come from: the environment, a `_FILE` beside a secret, or a plain default."""

import os
import secrets
from pathlib import Path

import environ

env = environ.Env()


def secret(name: str, default: str = "") -> str:
    """A secret from `NAME`, or from the file that `NAME_FILE` points to (container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def folder(name: str, default: Path) -> Path:
    """A folder from `NAME`. Empty is as good as unset: it would be wherever the process was started, the code and all."""
    return Path(os.environ.get(name) or default)


def kept_secret(path: Path, length: int = 50) -> str:
    """A random secret of `length` bytes written once beside the data, so that a fresh checkout needs no set-up.

    Two processes may start at the same moment: whoever creates the file first wins, the other reads it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()
