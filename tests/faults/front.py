"""nginx by the shipped configuration before several web hosts; only names, ports and the certificate are this run's own."""

import re
from pathlib import Path

from tests.load.servers import ROOT, Gunicorn, Place, Server

_SHIPPED = ROOT / "site" / "config" / "deploy" / "nginx.conf"


class Nginx(Server):
    """In the foreground, so that it ends with this run."""

    def __init__(self, folder: Path, place: Place, webs: list[Gunicorn]) -> None:
        folder.mkdir()
        super().__init__(folder, place)
        hosts = "\n    ".join(f"server {web.place.address}:{web.port};" for web in webs)
        conf = _SHIPPED.read_text(encoding="utf-8")
        for shipped, here in (
            ("server web:8000;", hosts),
            ("listen 80 default_server;", "listen 127.0.0.1:8080;"),
            ("listen 443 ssl http2;", f"listen {place.address}:{self.port};"),
            # The people of this run come as through TLS: their cookies are for https alone.
            ("X-Forwarded-Proto $scheme", "X-Forwarded-Proto https"),
            ("/dev/stdout", str(folder / "access.log")),
            ("/dev/stderr", str(folder / "error.log")),
            ("worker_processes auto;", "worker_processes 1; user root;\n"),
            ("http {", "http {" + "".join(f"\n{kind}_temp_path {folder}/{kind};" for kind in _TEMPORARY)),
        ):
            if shipped not in conf:
                raise RuntimeError(f"nginx.conf has no {shipped}")
            conf = conf.replace(shipped, here)
        (folder / "nginx.conf").write_text(re.sub(r"\n\s*ssl_\w+ [^;]*;", "", conf), encoding="utf-8")

    def words(self) -> list[str]:
        own = f"daemon off; pid {self.folder / 'pid'};"
        return ["nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log"), "-g", own]


_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
