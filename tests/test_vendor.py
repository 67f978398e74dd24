"""What others wrote is here unchanged: each vendored file has the digest that was noted when it came."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"


def test_every_vendored_file_has_its_digest():
    lines = [line.split("  ", 1) for line in (VENDOR / "SHA256SUMS").read_text().splitlines()]
    noted = {name: digest for digest, name in lines}
    here = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.parent != VENDOR
    }
    assert here == noted
