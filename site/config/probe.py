"""Asks this machine's own site whether it is ready (`python -m config.probe`): 0 if so. For a container's health check."""

import os
import sys
import urllib.error
import urllib.request


def ready(port: int = 8000) -> bool:
    host = os.environ.get("HAIZHUN_ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip()
    # As its proxy asks, or it would only point to the encrypted address.
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - as above
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    bound = os.environ.get("HAIZHUN_BIND", "127.0.0.1:8000")
    sys.exit(0 if ready(int(bound.rpartition(":")[2])) else 1)
