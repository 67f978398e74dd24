"""Figures (R25: pages): `run.py bench pages|save|certificate|all [--quick]`. Ratios travel between machines, rates do not.

Every measure alternates with the bare hello view in the same run, so that a busy machine slows both. The last line
is one JSON object with every figure.
"""

import argparse
import datetime as dt
import json
import os
import sqlite3
import sys
import time
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402  # only once Django is set up

from tests.load import many_pages, seeding  # noqa: E402  # only once Django is set up
from tests.load.candidates import Candidate, in_an_exam  # noqa: E402
from tests.load.hammer import Figures, Request, get, hammer  # noqa: E402
from tests.load.machine import loaded_database, serving  # noqa: E402

CONNECTIONS = 8
Row = dict[str, Any]


def alternate(port: int, measured: dict[str, list[Request]], rounds: int, seconds: float) -> dict[str, Figures]:
    """hello, one, hello, another … : so often, so long each."""
    hello: list[Request] = [lambda sent: get("/hello")] * CONNECTIONS
    figures = {name: Figures() for name in ("hello", *measured)}
    for requests in (hello, *measured.values()):
        hammer(port, requests, 0.5)  # warm
    for _ in range(rounds):
        for name, requests in measured.items():
            figures["hello"].add(hammer(port, hello, seconds / 2))
            figures[name].add(hammer(port, requests, seconds))
    return figures


def row(name: str, figures: Figures, hello: Figures, aim: float | None) -> Row:
    return {
        "name": name,
        "per_second": round(figures.rate, 1),
        "p50_ms": figures.percentile(50),
        "p95_ms": figures.percentile(95),
        "of_hello": round(figures.rate / hello.rate, 3) if hello.rate else 0,
        "aim": aim,
        "failures": len(figures.failures),
        "first_failure": figures.failures[0] if figures.failures else "",
    }


def pages(port: int, quick: bool) -> list[Row]:
    """A public page from the whole-page cache, and the same page made anew for every reader."""
    unique = iter(range(10**9))
    measured: dict[str, list[Request]] = {
        "page, cached": [lambda sent: get("/")] * CONNECTIONS,
        # A query of its own makes an address nobody asked for before.
        "page, uncached": [lambda sent: get(f"/?n={next(unique)}")] * CONNECTIONS,
    }
    figures = alternate(port, measured, *((2, 1) if quick else (5, 4)))
    aims = {"hello": None, "page, cached": 0.7, "page, uncached": None}
    rows = [row(name, figures[name], figures["hello"], aim) for name, aim in aims.items()]
    return [*rows, many_pages.processor(port, 2 if quick else 6)]


def save(port: int, quick: bool, candidates: list[Candidate]) -> list[Row]:
    """Saving one answer over HTTP: signed in, in an open exam, one commit each."""
    figures = alternate(port, {"save": [who.save for who in candidates]}, *((2, 2) if quick else (5, 5)))
    hello = figures["hello"]
    return [row("hello", hello, hello, None), row("save an answer", figures["save"], hello, 0.2)]


def served(names: list[str], quick: bool) -> dict[str, list[Row]]:
    """The measures that need a server: one for all of them. The site grows at the end, once the others are done."""
    with loaded_database() as folder:
        candidates = [in_an_exam(number) for number in range(CONNECTIONS)] if "save" in names else []
        seeding.grow(10)
        connection.close()
        found: dict[str, list[Row]] = {}
        with serving(folder) as port:
            if "pages" in names:
                found["pages"] = [*pages(port, quick), many_pages.publishing(port, folder, 5 if quick else 20)]
            if "save" in names:
                found["save"] = save(port, quick, candidates)
        if "pages" in names:
            found["pages"] += many_pages.statements((10, 1_000) if quick else (10, 1_000, 10_000))
        return found


def certificate(quick: bool) -> list[Row]:
    """Rendering one certificate: processor time of this process, once everything is loaded."""
    from certificates.facts import Facts
    from certificates.rendering import render

    day = dt.date(2026, 9, 18)
    facts = Facts(
        number="QSO-26-7K4M-9XQ2-H9",
        name="林悦",
        valid_from=day,
        valid_until=day.replace(year=2029),
        title="质量安全员培训考核合格证书",
        title_en="Certificate of Training and Examination · Quality Safety Officer",
        text="完成“质量安全员课程”20学时的学习，考试成绩合格，特发此证。",
        text_en="has completed 20 hours of the Quality Safety Officer programme and passed its examination.",
        disclaimer="本证书不属于国家职业资格证书，也不代替法定任职或许可。",
        issuing_body="珠海市质量协会",
        signatory="何主管",
        signatory_title="签发人",
        url="https://example.org/v/QSO-26-7K4M-9XQ2-H9/",
    )
    began = time.perf_counter()
    size = len(render(facts))
    first = time.perf_counter() - began
    spent = []
    for _ in range(10 if quick else 40):
        began = time.process_time()
        render(facts)
        spent.append((time.process_time() - began) * 1000)
    return [
        {
            "name": "render a certificate",
            "cpu_ms": round(median(spent), 1),
            "cpu_ms_best": round(min(spent), 1),
            "first_ms": round(first * 1000, 1),
            "bytes": size,
            "aim_cpu_ms": 50,
        }
    ]


MEASURES = ("pages", "save", "certificate")


def table(rows: list[Row]) -> str:
    lines = [f"{'':<22}{'per second':>12}{'p50 ms':>10}{'p95 ms':>10}{'of hello':>10}{'aim':>8}{'failed':>8}"]
    for found in rows:
        if other := _of_another_kind(found):
            lines.append(f"{found['name']:<24}{other}")
        else:
            cells = (
                found["per_second"],
                found["p50_ms"],
                found["p95_ms"],
                found["of_hello"],
                found["aim"] or "·",
                found["failures"],
            )
            lines.append(
                f"{found['name']:<22}"
                + "".join(f"{cell:>{width}}" for cell, width in zip(cells, (12, 10, 10, 10, 8, 8), strict=True))
            )
    return "\n".join(lines)


def _of_another_kind(found: Row) -> str:
    """What is no rate: processor time, statements at each size of the site, or how long something took; empty for a rate."""
    if "cpu_ms" in found:
        size = f", {found['bytes']} bytes" if "bytes" in found else ""
        return f"{found['cpu_ms']:>7} CPU-ms (aim: at most {found['aim_cpu_ms']}){size}"
    if "statements" in found:
        told = "   ".join(f"{size} pages: {number}" for size, number in found["statements"].items())
        just = found.get("just_published")
        after = f"   (just after a publication: {max(just.values())})" if just else ""
        return f"{told}   statements (aim: at most {found['aim_statements']}){after}{'   MISSED' if found['missed'] else ''}"
    if "ms" in found:
        told = f"{found['ms']} ms, at worst {found['worst_ms']} ms, old ones read afterwards: {found['read_old_ones']}"
        return f"{told} (aim: within {found['aim_ms']} ms){'   MISSED' if found['missed'] else ''}"
    return ""


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench")
    parser.add_argument("name", choices=[*MEASURES, "all"])
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    names = list(MEASURES) if options.name == "all" else [options.name]
    began = time.monotonic()
    found = {"certificate": certificate(options.quick)} if "certificate" in names else {}
    if {"pages", "save"} & set(names):
        found |= served(names, options.quick)
    for name in names:
        say(f"\n{name}\n{table(found[name])}")
    database = connection.vendor if connection.vendor != "sqlite" else f"sqlite {sqlite3.sqlite_version}"
    about = {"python": sys.version.split()[0], "database": database, "processors": os.cpu_count()}
    say("\n" + json.dumps({"quick": options.quick, "seconds": round(time.monotonic() - began, 1), "machine": about, **found}))
    return 1 if any(row.get("failures") or row.get("missed") for rows in found.values() for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
