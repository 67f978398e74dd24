"""What a site is set up with (site/config/deploy): read by the real programs where they are, and by ours everywhere."""

import datetime as dt
import http.client
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.faults.front import Nginx
from tests.load.servers import HERE, Gunicorn

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "site" / "config" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("haizhun-*.*"))
_NAME = r"(?:HAIZHUN_[A-Z0-9_]+|DATABASE_URL|REDIS_URL|CELERY_[A-Z_]+)"


def text(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def read_names() -> set[str]:
    """What the program reads from its environment; a secret may come by a file."""
    code = sorted([*(ROOT / "site/config").glob("*.py"), *(ROOT / "site/serving").glob("*.py")])
    code += [path for room in ("site", "courses", "exams") for path in (ROOT / room).rglob("management/commands/*.py")]
    plain, secrets = set(), set()
    for path in code:
        source = path.read_text(encoding="utf-8")
        plain |= set(re.findall(rf'(?:env(?:\.\w+)?|environ\.get|folder)\(\s*"({_NAME})"', source))
        secrets |= set(re.findall(rf'secret\(\s*"({_NAME})"', source))
    return plain | secrets | {f"{name}_FILE" for name in secrets}


def test_every_setting_is_told_in_the_docs_and_no_line_is_left_over():
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md")}
    told = set(re.findall(rf"^\| `({_NAME})`", pages["settings.md"], re.M))
    known = read_names()
    read = {name for name in known if not name.endswith("_FILE") or name.removesuffix("_FILE") not in known}
    assert len(read) > 40
    assert told - read == set()
    # The table has nearly all of them; a room's own may stand on its own page.
    assert {name for name in read - told if not any(name in page for page in pages.values())} == set()


def test_compose_sets_only_what_the_program_reads_and_every_service_ends_in_peace():
    composed = yaml.safe_load(text("compose.yaml"))
    services = composed["services"]
    assert {"web", "worker", "beat", "database", "cache", "broker", "proxy"} <= set(services)
    for name in ("web", "worker", "beat"):
        service = services[name]
        assert set(service["environment"]) <= read_names()
        assert service["environment"]["HAIZHUN_DEBUG"] == "0"
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert set(service["secrets"]) <= set(composed["secrets"])
        for value in service["environment"].values():
            if value.startswith("/run/secrets/"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
    assert composed["networks"]["inside"]["internal"]
    for name in ("database", "cache", "broker"):
        assert services[name]["networks"] == ["inside"]
        assert "ports" not in services[name]


def test_every_server_says_whether_it_is_well_and_no_image_is_the_latest():
    services = yaml.safe_load(text("compose.yaml"))["services"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"worker", "beat"}
    for name, service in services.items():
        whole, _colon, tag = service["image"].rpartition(":")
        assert tag.strip("}"), name
        assert tag != "latest", name
        # Podman knows few short names, and asks no registry that nobody named: only our own image goes without a place.
        assert whole.startswith("${HAIZHUN_IMAGES:-docker.io/library}/") or tag == "-local}", name


def test_the_proxy_finds_the_site_again_once_it_was_started_anew():
    """Podman gives a container another address at each start, and nginx asks for one only at its own."""
    composed = yaml.safe_load(text("compose.yaml"))
    at = composed["services"]["web"]["networks"]["inside"]["ipv4_address"]
    assert composed["services"]["proxy"]["extra_hosts"] == [f"web:{at}"]
    (pool,) = composed["networks"]["inside"]["ipam"]["config"]
    here, end = pool["subnet"].partition("}")[0], at.rpartition(".")[2]
    assert at.startswith(here)
    # Nobody else is given it while the site is away.
    assert pool["ip_range"] == f"{here}}}.128/25"
    assert int(end) < 128


def test_what_is_waited_for_runs_and_all_of_it_comes_back_at_boot():
    """Podman cannot start what waits for a service that has ended, and at boot starts only what is always to run."""
    services = yaml.safe_load(text("compose.yaml"))["services"]
    assert {service["restart"] for service in services.values()} == {"always"}
    waits = {wait["condition"] for service in services.values() for wait in service.get("depends_on", {}).values()}
    assert waits == {"service_healthy"}


def test_a_backup_is_made_by_the_servers_own_release():
    """An older pg_dump refuses a newer server."""
    server = yaml.safe_load(text("compose.yaml"))["services"]["database"]["image"]
    assert re.findall(r"postgresql-client-(\d+)", text("Containerfile")) == re.findall(r"/postgres:(\d+)", server)


def test_the_proxy_is_in_the_sites_group_and_volumes_are_the_sites_own():
    composed, image = yaml.safe_load(text("compose.yaml")), text("Containerfile")
    (group,) = re.findall(r"groupadd --gid (\d+) haizhun", image)
    proxy = composed["services"]["proxy"]
    assert proxy["user"] == f"101:{group}"
    mounted = {volume.partition(":")[2] for volume in composed["services"]["web"]["volumes"]}
    (made,) = re.findall(r"install -d -o haizhun -g haizhun -m 0750 (.+)", image)
    # A fresh volume takes owner and mode of the image's folder; one that is not there would be root's.
    assert mounted == set(made.split())


def test_no_secret_stands_in_any_of_them():
    for path in filter(Path.is_file, DEPLOY.iterdir()):
        found = re.findall(r"(?i)(?:password|secret_key|token|passphrase)\s*[=:]\s*(\S+)", path.read_text(encoding="utf-8"))
        harmless = ("/run/secrets/", "/etc/haizhun/secrets/", "{file:", "%d/", "while-building", "secret_key,")
        assert [value for value in found if not value.startswith(harmless)] == [], path.name


def test_the_image_is_pinned_by_hash_and_runs_as_nobody():
    lines = [line for line in text("Containerfile").splitlines() if not line.startswith("#")]
    image = "\n".join(lines)
    assert "pip install" in image
    assert image.count("pip install") == image.count("--require-hashes -r requirements.lock")
    users = re.findall(r"^USER (\S+)", image, re.M)
    assert users[-1] == "10001:10001"
    assert image.index("USER 10001") < image.index("CMD")
    assert "ADD " not in image
    assert "curl" not in image
    for copied in re.findall(r"^COPY (?!--from)(\S+) ", image, re.M):
        assert (ROOT / copied).exists(), copied
    assert "COPY tests" not in image
    assert 'CMD ["gunicorn", "-c", "python:serving.gunicorn", "config.wsgi"]' in image


def test_gunicorn_takes_its_configuration():
    words = [sys.executable, "-m", "gunicorn", "--check-config", "-c", "python:serving.gunicorn", "tests.plain_wsgi"]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", "HAIZHUN_WEB_WORKERS": "3"}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", UNITS)
def test_systemd_understands_every_unit(name, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is absent")
    for unit in UNITS:
        told = text(unit).replace("/srv/haizhun/.venv/bin/python", sys.executable).replace("/srv/haizhun", str(ROOT))
        (tmp_path / unit).write_text(told, encoding="utf-8")
    words = ["systemd-analyze", "verify", "--man=no", "--generators=no", "--recursive-errors=no", str(tmp_path / name)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "haizhun-" in line]
    assert ours == []
    if name.endswith(".service"):
        lines = set(text(name).splitlines())
        assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "User=haizhun", "SystemCallFilter=@system-service"} <= lines
        # Killed six times within ten seconds it would stay down.
        assert {"Restart=always", "StartLimitIntervalSec=0"} <= lines or "Type=oneshot" in lines


def certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(begun).not_valid_after(begun + dt.timedelta(days=9))
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, *plain))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def proxy(tmp_path):
    """The shipped nginx.conf, its names led to this test's folder and ports; the real nginx serves by it."""
    certificate(tmp_path)
    plain, secure, away = free_port(), free_port(), free_port()
    conf = text("nginx.conf")
    for shipped, here in (
        ("/etc/nginx/tls", str(tmp_path)),
        ("server web:8000", f"server 127.0.0.1:{away}"),
        ("listen 80 default_server", f"listen 127.0.0.1:{plain}"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("/data/", f"{tmp_path}/data/"),
        ("worker_processes auto;", f"worker_processes 1; user {'root' if Path('/root').exists() else 'nobody'};"),
        ("/dev/stdout", str(tmp_path / "access.log")),
        ("http {", "".join(f"\n{kind}_temp_path {tmp_path}/{kind};" for kind in TEMPORARY).join(("http {", ""))),
    ):
        assert shipped in conf, shipped
        conf = conf.replace(shipped, here)
    (tmp_path / "nginx.conf").write_text(conf, encoding="utf-8")
    words = ["nginx", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log")]
    words += ["-g", f"daemon off; pid {tmp_path}/pid;"]
    checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(words)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", secure)) == 0:
                    break
            time.sleep(0.02)
        yield tmp_path, secure
    finally:
        process.terminate()
        process.wait(20)


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.mark.nginx
def test_the_lines_of_the_docs_make_a_proxy_for_one_machine(tmp_path):
    """Under systemd its output is a socket, which no file name opens; and it reads as one of the site's group."""
    page = (ROOT / "docs/running/operate.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ +(sed -e .+\n.+\n.+) > /etc/nginx/nginx\.conf$", page, re.M)
    conf = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^user (.+);", conf, re.M) == ["www-data haizhun"]
    assert "alias /var/lib/haizhun/media/images/;" in conf
    certificate(tmp_path)
    for there, here in (
        ("/etc/nginx/tls", str(tmp_path)),
        ("/var/log/nginx", str(tmp_path)),
        # What this machine may lack: the account, and the right to low ports.
        ("user www-data haizhun;", ""),
        ("listen 80 ", f"listen 127.0.0.1:{free_port()} "),
        ("listen 443 ", f"listen 127.0.0.1:{free_port()} "),
        ("http {", "".join(f"\n{kind}_temp_path {tmp_path}/{kind};" for kind in TEMPORARY).join(("http {", ""))),
    ):
        assert there in conf, there
        conf = conf.replace(there, here)
    (tmp_path / "nginx.conf").write_text(conf, encoding="utf-8")
    words = ["nginx", "-t", "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "error.log"), "-g", f"pid {tmp_path}/pid;"]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        checked = subprocess.run(words, stdout=theirs.fileno(), stderr=subprocess.PIPE, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.nginx
def test_u05_documents_and_originals_cannot_be_fetched_past_the_site(proxy):
    folder, port = proxy
    for name in ("images/a.png", "documents/secret.pdf", "original_images/a.png", "other/x"):
        path = folder / "data" / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"bytes")
    (folder / "data" / "artefacts").mkdir()
    (folder / "data" / "artefacts" / "certificate.pdf").write_bytes(b"bytes")

    def fetched(address):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders())

    status, headers = fetched("/media/images/a.png")
    assert status == 200
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    closed = ("/media/documents/secret.pdf", "/media/original_images/a.png", "/media/other/x", "/kept/certificate.pdf")
    climbing = (
        "/media/images/../documents/secret.pdf",
        "/media/images/%2e%2e/documents/secret.pdf",
        "/media//documents/secret.pdf",
    )
    assert {address: fetched(address)[0] for address in (*closed, *climbing)} == dict.fromkeys((*closed, *climbing), 404)
    assert fetched("/anything/else/")[0] == 502  # the site's own: it is away here


@pytest.mark.nginx
def test_the_proxys_own_check_is_of_itself_alone(proxy):
    """The site is away here; where it is not, it answers to its own name only and calls this machine's address a bad request."""
    folder, _secure = proxy
    check = urlsplit(yaml.safe_load(text("compose.yaml"))["services"]["proxy"]["healthcheck"]["test"][-1])
    assert (check.scheme, check.netloc) == ("http", "127.0.0.1")
    plain = re.search(r"listen 127\.0\.0\.1:(\d+);", (folder / "nginx.conf").read_text(encoding="utf-8"))
    connection = http.client.HTTPConnection("127.0.0.1", int(plain[1]), timeout=20)
    connection.request("GET", check.path)
    assert connection.getresponse().status == 301


def _connected(port):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 20))


@pytest.mark.nginx
def test_r14_whoever_sends_byte_by_byte_waits_in_the_proxy_and_holds_up_nobody(proxy):
    """Twenty such connections cost the site nothing: not one reaches it. Whole requests pass them by."""
    folder, port = proxy
    away = int(re.search(r"server 127\.0\.0\.1:(\d+)", (folder / "nginx.conf").read_text())[1])
    site = socket.create_server(("127.0.0.1", away))
    site.settimeout(20)
    slow = [_connected(port) for _ in range(20)]
    # Half of them never end their head, the others their body.
    for number, one in enumerate(slow):
        begun = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " if number % 2 else b"POST / HTTP/1.1\r\nHost: localhost\r\n"
        one.sendall(begun if number % 2 else begun + b"Content-Length: 100\r\n\r\na")
    whole = _connected(port)
    whole.sendall(b"GET /whole/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    inside, _ = site.accept()
    assert inside.recv(4096).startswith(b"GET /whole/ ")  # the first to come through, and as it turns out the only one
    inside.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
    inside.close()
    assert b"200 OK" in whole.recv(4096)
    site.setblocking(False)
    with pytest.raises(BlockingIOError):
        site.accept()
    # Control: a body that is sent to its end comes through.
    slow[0].sendall(b"a" * 99)
    site.settimeout(20)
    slowly, _ = site.accept()
    assert slowly.recv(4096).startswith(b"POST / ")
    for one in (*slow, whole, slowly, site):
        one.close()


@pytest.mark.nginx
def test_the_proxy_of_the_fault_runs_stands_on_the_shipped_configuration(tmp_path):
    """Those runs are long and stand outside the suite: what they take from the configuration is held here."""
    nginx = Nginx(tmp_path / "nginx", HERE, [Gunicorn(tmp_path)])
    proved = subprocess.run([*nginx.words(), "-t"], capture_output=True, text=True, check=False, timeout=20)
    assert proved.returncode == 0, proved.stderr
