#!/usr/bin/env python3
"""The project's front door. Needs nothing but Python 3.11 or newer.

    python3 run.py demo              install, load the content, start everything, print the address
    python3 run.py test [ARGS]       every check there is (ARGS go to pytest; --tests-only leaves the static part out)
    python3 run.py check             the fast, static part of it
    python3 run.py install           what the checks run in, and nothing else
    python3 run.py bench NAME        figures: pages, save, certificate(s), exam-start, answers, learning, watching, contest,
                                     lighthouse, replica, scale, memory, all (--quick)
    python3 run.py faults            an exam while its servers are killed: nothing acknowledged may be lost   (--quick; or
                                     --kills 100 --only WORDS: docs/running/reliability.md)
    python3 run.py audit             are there known holes in what is shipped? "not audited" where nobody could be asked
    python3 run.py sbom [FILE]       the bill of materials (CycloneDX)
    python3 run.py manage ...        Django's own commands

Standard library only: it makes a virtual environment from a hash-pinned lock, keyed by the lock's SHA-256, and
runs everything else inside it. It writes nothing outside ignored folders. One file, though longer than others: it runs
before anything is installed, with no module of ours beside it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # an older Python reads this far and no further: nothing newer above
    sys.exit("Python 3.11 or newer is needed; this is %d.%d. 需要Python 3.11或更高版本。" % sys.version_info[:2])  # noqa: UP031

import argparse
import contextlib
import hashlib
import io
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"


# --- the environment -------------------------------------------------------------------------------------


class Environment:
    """A virtual environment that holds exactly what one lock names."""

    def __init__(self, folder: str, lock: str) -> None:
        self.folder, self.lock = ROOT / folder, ROOT / lock
        self.python = self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")

    def ready(self) -> "Environment":
        """Make it, or make it anew when the lock has changed; at once when nothing is to be done."""
        mark = self.folder / ".lock-sha256"
        want = hashlib.sha256(self.lock.read_bytes()).hexdigest()
        if self.python.exists() and mark.exists() and mark.read_text() == want:
            return self
        mark.unlink(missing_ok=True)
        uv = shutil.which("uv")
        with patience(f"Preparing {self.folder.name} from {self.lock.name} (seconds with uv, about a minute with pip)"):
            if not (uv and self._by_uv(uv)):
                self._by_pip()
        mark.write_text(want)
        return self

    def _by_uv(self, uv: str) -> bool:
        """Whether uv could do it; where it cannot (certificates, an index set for pip alone), pip gets its try."""
        quiet = {**plain_environment(), "UV_PYTHON_DOWNLOADS": "never"}
        make = [uv, "venv", "-q", "--clear", "--python", sys.executable, str(self.folder)]
        fill = [uv, "pip", "sync", "-q", "--python", str(self.python), "--require-hashes", str(self.lock)]
        return all(subprocess.call(words, cwd=ROOT, env=quiet, stdin=subprocess.DEVNULL) == 0 for words in (make, fill))

    def _by_pip(self) -> None:
        remedy = "If this Python has no venv module: on Debian and Ubuntu, apt-get install python3-venv"
        call([sys.executable, "-m", "venv", "--clear", str(self.folder)], plain_environment(), remedy)
        pip = [str(self.python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-input"]
        # Python compiles what is used when it is first used; compiling everything takes as long as the download.
        call([*pip, "--no-compile", "--require-hashes", "-r", str(self.lock)], plain_environment())

    def run(self, *words: str, env: dict[str, str] | None = None) -> int:
        """Run `python words…` inside; the exit code."""
        return subprocess.call([str(self.python), *words], cwd=ROOT, env=env or plain_environment())

    def start(self, *words: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
        """Start `python -m words…` in a process group of its own, so that its children end with it."""
        return subprocess.Popen([str(self.python), "-m", *words], cwd=ROOT, env=env, start_new_session=not WINDOWS)


def plain_environment() -> dict[str, str]:
    """The caller's environment without what would make Python look elsewhere; UTF-8 whatever the locale."""
    drop = {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "VIRTUAL_ENV"}
    env = {name: value for name, value in os.environ.items() if name not in drop}
    # PIP_USER: a pip told to install for the user refuses to work inside an environment.
    return {**env, "PIP_USER": "0", "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")])}


def call(words: list[str], env: dict[str, str], remedy: str = "Run the same command again once the network is there.") -> None:
    code = subprocess.call(words, cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    if code:
        sys.exit(f"\n{Path(words[0]).name} ended with {code}. {remedy}")


def say(line: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a narrow code page shows marks for Chinese, not a traceback
    print(line, flush=True)


@contextlib.contextmanager
def patience(what: str) -> Iterator[None]:
    """Say what runs, then a dot every two seconds until it is done, so that nobody thinks it hangs."""
    print(f"{what} …", end="", flush=True)
    ticking = "import time\nwhile True: time.sleep(2); print('.', end='', flush=True)"
    child = subprocess.Popen([sys.executable, "-c", ticking])
    try:
        yield
    finally:
        child.terminate()
        child.wait()
        print(flush=True)


# --- demo ------------------------------------------------------------------------------------------------


# The last words before it runs: the accounts stand just above them (core/management/commands/demo.py).
WELCOME = """
  打开 Open      {site}/
  登录 Sign in   {site}/account/login/
  邮件 Mails     打印在这里 printed here
  结束 Stop      Ctrl-C
"""
PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("words", quiet=True)
call_command("migrate", verbosity=0)
"""


def demo(options: argparse.Namespace) -> int:
    data = Path(options.data).resolve() if options.data else ROOT / "var"
    env = {**plain_environment(), "HAIZHUN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.setdefault("HAIZHUN_SITE_URL", f"http://127.0.0.1:{options.port}")
    if env.get("HAIZHUN_DEBUG", "1").lower() in ("0", "false", "off", "no", "n", "f"):
        sys.exit("HAIZHUN_DEBUG is off: this is a site people rely on, and a demo would put known passwords on it.")
    if not options.no_serve:
        refuse_taken(options.port)
    inside = Environment(".venv", "requirements.lock").ready()
    with patience("Preparing the words and the database"):
        code = inside.run("-c", PREPARE, env=env)
    # `demo` tells its own steps, and at the end who may sign in with what.
    code = code or inside.run("manage.py", "demo", env=env)
    return code if code or options.no_serve else serve(inside, options.port, env)


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is in use. Choose another: python3 run.py demo --port {port + 1}")


def serve(inside: Environment, port: int, env: dict[str, str]) -> int:
    """Web, worker and beat under this parent; all end when one does, or on Ctrl-C."""
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    web += ["--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"]
    celery = ["celery", "--quiet", "-A", "config"]
    # Remote control and gossip stay on: with both off, a worker goes deaf when its broker restarts.
    worker = [*celery, "worker", "-P", "threads", "-c", "2", "-l", "WARNING"]
    # This parent runs as whoever started it; Celery's word about that is for servers.
    hushed = {**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    beat = [*celery, "beat", "-l", "WARNING", "--schedule", f"{env['HAIZHUN_DATA']}/beat", "--pidfile", ""]
    # Both by hand: a shell that starts this in the background has Ctrl-C ignored for it.
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: sys.exit(0))
    kids = {}
    try:
        for name, words in (("web", web), ("worker", worker), ("beat", beat)):
            kids[name] = inside.start(*words, env=hushed if name == "worker" else env)
        if not wait_for(f"http://127.0.0.1:{port}/", lambda: all(kid.poll() is None for kid in kids.values())):
            say("The site did not answer.")
        else:
            say(WELCOME.format(site=env["HAIZHUN_SITE_URL"]))
            while all(kid.poll() is None for kid in kids.values()):
                time.sleep(0.5)
        say(f"Ended by itself: {', '.join(name for name, kid in kids.items() if kid.poll() is not None)}. Stopping the rest.")
        return 1
    finally:
        end(list(kids.values()))


def wait_for(address: str, alive: Callable[[], bool], seconds: int = 120) -> bool:
    """True once the address answers; False when a process has ended before, or after two minutes."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and alive():
        try:
            with opener.open(address, timeout=30):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def end(kids: list[subprocess.Popen[bytes]]) -> None:
    for kid in kids:
        signal_group(kid, signal.SIGTERM)
    for kid in kids:
        try:
            kid.wait(15)
        except subprocess.TimeoutExpired:
            signal_group(kid, signal.SIGTERM if WINDOWS else signal.SIGKILL)
            kid.wait()


def signal_group(kid: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """Only the group this parent started; a group that is gone is what we wanted."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(kid.pid, sign) if WINDOWS else os.killpg(kid.pid, sign)


# --- checks ----------------------------------------------------------------------------------------------

STATIC = (
    ("types", ["-m", "mypy"]),
    ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
    ("lint", ["-m", "ruff", "check", "--quiet", "."]),
    ("layers", ["-c", "from importlinter.cli import lint_imports_command as main; main()"]),
    ("migrations", ["manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "0"]),
    ("words", ["manage.py", "words", "--check"]),
)


def check(inside: Environment) -> list[tuple[str, bool]]:
    """The static part: (name, passed) of each, all of them even when one fails. The types go beside the rest and last as long."""
    env = {**plain_environment(), "HAIZHUN_DATA": str(ROOT / "var" / "check"), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def one(step: tuple[str, list[str]]) -> tuple[str, bool]:
        began = time.monotonic()
        words, both = [str(inside.python), *step[1]], subprocess.STDOUT
        done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=both, check=False)
        passed, told = done.returncode == 0, done.stdout.decode(errors="replace")
        say(f"{told}{'ok  ' if passed else 'FAIL'}  {step[0]}  {time.monotonic() - began:.1f} s")
        return step[0], passed

    with ThreadPoolExecutor(2) as hands:
        return list(hands.map(one, STATIC))


def test(arguments: list[str], static: bool) -> int:
    inside = development()
    results = check(inside) if static else []
    failed = [name for name, passed in results if not passed]
    told = f"{len(results) - len(failed)} of {len(results)} passed" + (f", failed: {', '.join(failed)}" if failed else "")
    # pytest has the last word; what came before it is told in its summary (tests/conftest.py).
    env = {**plain_environment(), "HAIZHUN_CHECKED": told if static else ""}
    parallel = [] if any(word.startswith("-n") for word in arguments) else ["-n", "auto"]
    return inside.run("-m", "pytest", "-q", *parallel, *arguments, env=env) or bool(failed)


def development() -> Environment:
    """The environment of the checks; HAIZHUN_LOCK names another lock (the next Wagtail, say)."""
    lock = os.environ.get("HAIZHUN_LOCK", "requirements-dev.lock")
    suffix = lock.removeprefix("requirements-").removesuffix(".lock")
    return Environment(f".venv-{suffix}", lock).ready()


# Measures that bring servers or workers of their own, whose addresses must stand before Django reads its settings.
OWN_MEASURES = {
    "certificates": "tests.load.certificates",
    "exam-start": "tests.load.exam_start",
    "answers": "tests.load.answers",
    "learning": "tests.load.learning",
    "watching": "tests.load.watching",
    "contest": "tests.load.contest",
    "lighthouse": "tests.load.lighthouse",
    "replica": "tests.load.replica",
    "scale": "tests.load.scale",
    "memory": "tests.load.memory",
}
# Deeds that are a module of the checks each.
MODULES = {"faults": "tests.faults.exam", "audit": "tests.supply.audit", "sbom": "tests.supply.sbom"}
MEASURES = ("pages", "save", "certificate", *OWN_MEASURES, "all")


def bench(name: str, arguments: list[str]) -> int:
    words = [OWN_MEASURES[name]] if name in OWN_MEASURES else ["tests.load.bench", name]
    return development().run("-m", *words, *arguments)


# --- the door --------------------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    deeds = parser.add_subparsers(dest="deed", required=True)
    running = deeds.add_parser("demo", help="install, load, start everything")
    running.add_argument("--port", type=int, default=8000)
    running.add_argument("--data", metavar="DIR", help="where everything written goes (default: var/)")
    running.add_argument("--no-serve", action="store_true", help="prepare only")
    deeds.add_parser("install", help="the environment of the checks")
    deeds.add_parser("test", help="every check")
    deeds.add_parser("check", help="the fast, static checks")
    measuring = deeds.add_parser("bench", help="figures")
    measuring.add_argument("name", choices=MEASURES)
    deeds.add_parser("faults", help="an exam while its servers are killed")
    deeds.add_parser("audit", help="known holes in what is shipped")
    deeds.add_parser("sbom", help="the bill of materials")
    deeds.add_parser("manage", help="Django's own commands", add_help=False)
    options, rest = parser.parse_known_args()
    if rest and options.deed not in ("test", "manage", "bench", "faults", "sbom"):
        parser.error(f"unknown: {' '.join(rest)}")
    if options.deed in MODULES:
        return development().run("-m", MODULES[options.deed], *rest)
    words = [word for word in rest if word != "--tests-only"]
    done: dict[str, Callable[[], int]] = {
        "demo": lambda: demo(options),
        "install": lambda: development().run("--version"),
        "test": lambda: test(words, static=words == rest),
        "check": lambda: not all(passed for _, passed in check(development())),
        "bench": lambda: bench(options.name, rest),
        "manage": lambda: Environment(".venv", "requirements.lock").ready().run("manage.py", *rest),
    }
    return done[options.deed]()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
