"""`run.py bench certificates`: what a certificate costs, and how fast a thousand are made by one worker and by two.

Processor time of this process for drawing and signing, once everything is loaded; the same page drawn on reportlab's bare
canvas is the limit. Then real Celery workers make so many signed documents from the outbox, and each stored file is compared
with its record. Last, what a verification asks of the database. The last line is one JSON object with every figure.
"""

import argparse
import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402  # only once Django is set up
from django.core.management import call_command  # noqa: E402
from django.core.signals import setting_changed  # noqa: E402
from django.db import IntegrityError, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from accounts.models import User  # noqa: E402
from certificates import numbers, signing_keys, tasks  # noqa: E402
from certificates.editions import edition  # noqa: E402
from certificates.facts import Facts  # noqa: E402
from certificates.finishing import finish  # noqa: E402
from certificates.models import Artefact, Certificate, Scheme, SigningKey  # noqa: E402
from certificates.pades import sign  # noqa: E402
from certificates.rendering import render  # noqa: E402
from config.celery import app  # noqa: E402
from core import jobs  # noqa: E402
from core.models import Job  # noqa: E402
from core.pdf import faces  # noqa: E402
from tests.load.machine import ROOT, database_url, loaded_database  # noqa: E402

Row = dict[str, Any]
DAY = dt.date(2026, 9, 18)
# Processor milliseconds, and seconds for a thousand by two workers on two quiet processors.
AIMS = {"draw": 45, "sign": 25, "thousand_s": 60}


def certified(many: int, first: int) -> list[Certificate]:
    """So many certificates of as many people, without their documents."""
    scheme = Scheme.objects.get(code="QSO")
    version = scheme.versions.latest("number")
    people = [User(email=f"holder{n}@bench.invalid", full_name=f"林悦{n % 10}") for n in range(first, first + many)]
    made = []
    for holder in User.objects.bulk_create(people):
        number = numbers.draw("QSO", DAY.year)
        subject = {
            "title": version.title_zh,
            "title_en": version.title_en,
            "text": "考试成绩合格，特发此证。",
            "text_en": "has passed the examination.",
            "disclaimer": version.disclaimer,
            "issuing_body": "珠海市质量协会",
            "signatory": "何主管",
            "signatory_title": "签发人",
            "url": f"https://example.org/v/{number}/",
            "is_sample": True,
        }
        until = DAY.replace(year=DAY.year + 3)
        told = {"number": number, "scheme": scheme, "scheme_version": version, "holder": holder, "holder_name": holder.full_name}
        made.append(registered(**told, subject=subject, valid_from=DAY, valid_until=until))
    return made


def registered(**facts: Any) -> Certificate:
    """One more row of the register; its place in the status list is drawn again where it is taken, as in issuing."""
    for _draw in range(8):
        with suppress(IntegrityError), transaction.atomic():
            return Certificate.objects.create(**facts)
    raise RuntimeError("every place drawn was taken")


def bare(facts: Facts) -> bytes:
    """The same words at about the same places, drawn without a layout engine: the limit."""
    kai = faces.chinese(facts.words()).split(", ")[0]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(842, 595), pageCompression=1)
    lines = [
        (facts.issuing_body, 14, 500),
        (facts.title, 41, 440),
        (facts.name, 34, 360),
        (facts.text, 15, 310),
        (facts.disclaimer, 9, 60),
        (facts.number, 12, 120),
        (f"{facts.valid_from:%Y-%m-%d}", 12, 100),
        (f"{facts.signatory} {facts.signatory_title}", 16, 160),
    ]
    for text, size, height in lines:
        canvas.setFont(kai, size)
        canvas.drawCentredString(421, height, text)
    canvas.setFont(faces.LATIN, 12)
    canvas.drawCentredString(421, 410, facts.title_en)
    canvas.drawCentredString(421, 290, facts.text_en)
    canvas.save()
    return finish(out.getvalue(), url=facts.url, issued=facts.valid_from)


def timed(name: str, deed: Callable[[], object], rounds: int, aim: int | None) -> Row:
    """Processor time of one deed, warm: median and 95th percentile."""
    for _ in range(3):
        deed()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        deed()
        spent.append((time.process_time() - began) * 1000)
    return {"name": name, "cpu_ms": round(median(spent), 1), "p95_ms": round(quantiles(spent, n=20)[-1], 1), "aim": aim}


def drawing(certificate: Certificate, rounds: int) -> list[Row]:
    facts, key = certificate.facts(), signing_keys.in_use(SigningKey.Purpose.PDF)
    assert key is not None  # made above
    shown = edition(certificate, Artefact.Language.ZH_HANS)
    page = render(facts, shown)
    words = {"issuer": facts.issuing_body, "reason": "颁发", "url": facts.url}
    return [
        timed("reportlab's canvas, the limit", lambda: bare(facts), rounds, None),
        timed("draw", lambda: render(facts, shown), rounds, AIMS["draw"]),
        timed("sign", lambda: sign(page, key, **words), rounds, AIMS["sign"]),
    ]


@contextmanager
def workers(folder: Path, many: int) -> Iterator[None]:
    """A Celery worker with so many processes, as `run.py demo` starts one."""
    env = {**os.environ, "HAIZHUN_DATA": str(folder), "HAIZHUN_SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": database_url()}
    env |= {"HAIZHUN_KEYS": str(settings.KEYS_DIR), "HAIZHUN_KEYS_PASSPHRASE": settings.KEYS_PASSPHRASE}
    words = ["celery", "-A", "config", "worker", "--pool", "prefork", "--concurrency", str(many), "--loglevel", "error"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    with (folder / f"worker-{many}.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env={**env, "PYTHONPATH": path}, stdout=log, stderr=log
        )
        try:
            yield
        finally:
            running.terminate()
            running.wait(300)  # it finishes what it has begun, and a busy machine is slow


def batch(folder: Path, many: int, processes: int, first: int) -> Row:
    """So many documents by so many processes, from the first stored to the last: starting the worker does not count."""
    made = certified(many, first)
    with transaction.atomic():
        for certificate in made:
            jobs.enqueue(tasks.render_certificate, certificate=str(certificate.pk))
    stored = Artefact.objects.filter(certificate__in=[certificate.pk for certificate in made])
    limit, began, had = time.monotonic() + 600, 0.0, 0
    with workers(folder, processes):
        while (count := stored.count()) < many and time.monotonic() < limit:
            if fault := Job.objects.exclude(error="").values_list("error", flat=True).first():
                sys.exit(f"A worker could not make a document: {fault}")
            if count and not began:
                began, had = time.monotonic(), count
            time.sleep(0.05)
        seconds = time.monotonic() - began
    broken = sum(hashlib.sha256(artefact.read()).hexdigest() != artefact.sha256 for artefact in stored)
    per_thousand = seconds / (many - had) * 1000
    row = {"name": f"{processes} worker process{'es' if processes > 1 else ''}", "documents": count, "seconds": round(seconds, 1)}
    return {**row, "thousand_s": round(per_thousand, 1), "per_minute": round(60000 / per_thousand), "broken": broken}


def verification(certificate: Certificate) -> Row:
    """What the public page asks of the database: the first time, and again."""
    address, asked = f"/v/{certificate.number}/", []
    client = Client(SERVER_NAME="localhost")
    client.get("/verify/")  # what a process reads once
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        asked.append(len(queries))
    return {"name": "verification page", "status": answer.status_code, "queries": asked[0], "again": asked[1], "aim": 3}


def measured(quick: bool) -> dict[str, list[Row]]:
    with loaded_database() as folder:
        settings.KEYS_DIR = folder / "keys"
        settings.DATA_DIR = folder
        settings.STORAGES["artefacts"]["OPTIONS"]["location"] = str(folder / "artefacts")
        # Loading the content has opened the store at its old place; the workers write to the new one.
        setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)
        # Jobs go into the folder the workers watch.
        app.conf.broker_transport_options = {
            **app.conf.broker_transport_options,
            **dict.fromkeys(("data_folder_in", "data_folder_out"), str(folder / "queue" / "messages")),
            "control_folder": str(folder / "queue" / "control"),
        }
        for name in ("messages", "control"):
            (folder / "queue" / name).mkdir(parents=True, exist_ok=True)
        call_command("make_signing_keys", "--development", stdout=io.StringIO())
        many, rounds = (40, 15) if quick else (1000, 60)
        one = certified(1, 0)[0]
        found = {"drawing": drawing(one, rounds), "verification": [verification(one)]}
        found["batches"] = [batch(folder, many, processes, processes * 10_000) for processes in (1, 2)]
        connection.close()
        return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench certificates")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    found = measured(options.quick)
    lines = [f"{'':<32}{'CPU-ms':>8}{'p95':>8}{'aim':>8}"]
    lines += [f"{row['name']:<32}{row['cpu_ms']:>8}{row['p95_ms']:>8}{row['aim'] or '·':>8}" for row in found["drawing"]]
    lines += ["", f"{'signed and stored':<32}{'made':>8}{'s':>8}{'a minute':>10}{'s for 1,000':>13}{'broken':>8}"]
    for row in found["batches"]:
        cells = (row["documents"], row["seconds"], row["per_minute"], row["thousand_s"], row["broken"])
        lines.append(f"{row['name']:<32}{cells[0]:>8}{cells[1]:>8}{cells[2]:>10}{cells[3]:>13}{cells[4]:>8}")
    lines.append(f"aim: {AIMS['thousand_s']} s for 1,000 by two workers on two quiet processors")
    page = found["verification"][0]
    lines += ["", f"verification page: {page['queries']} queries, again {page['again']} (aim: at most {page['aim']})"]
    sys.stdout.write("\n".join(lines) + "\n\n")
    about = {"python": sys.version.split()[0], "processors": os.cpu_count(), "load_average": os.getloadavg()[0]}
    figures = {"quick": options.quick, "seconds": round(time.monotonic() - began, 1), "machine": about, **found}
    sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    return 1 if any(row["broken"] for row in found["batches"]) else 0


if __name__ == "__main__":
    sys.exit(main())
