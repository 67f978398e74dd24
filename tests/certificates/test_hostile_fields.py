"""U07: whatever a person or an office writes into a field of a certificate, the document fetches nothing, runs nothing, ends."""

import io
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest

from certificates.facts import Unprintable
from certificates.rendering import render
from core.pdf import making
from tests.certificates.test_rendering import facts

pytestmark = pytest.mark.poppler
MOST_S = 10
FIELDS = ("text", "issuing_body", "signatory", "title_en", "text_en")


@pytest.fixture
def listening():
    """An address of this machine, and who has called there."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    server.accept()[0].close()
                    calls.append("called")
                except TimeoutError:
                    continue

        ear = threading.Thread(target=listen)
        ear.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", calls
        over.set()
        ear.join()


def hostile(address: str, trace: Path) -> list[str]:
    run = f"[[[getattr(pow, W(__globals__))['os'].system('touch {trace}') for W in [str]]]]"
    return [
        f'<img src="{address}/a.png"/>',
        f'<link rel="stylesheet" href="{address}/a.css"/>',
        f"<style>@import url('{address}/b.css'); @font-face {{font-family: x; src: url({address}/f.ttf)}}</style>",
        '<img src="file:///etc/hostname"/>',
        f'<pdf:include src="{address}/c.pdf"/>',
        f'<font color="{run}">x</font>',
        "&lt;img&gt; {{ settings.SECRET_KEY }} {% include 'x' %}",
        "<div>" * 3000,
        "质" * 5000,
    ]


def test_u07_no_field_of_a_certificate_reaches_out_runs_or_hangs(listening, tmp_path):
    address, calls = listening
    for place, words in enumerate(hostile(address, tmp_path / "trace")):
        began = time.monotonic()
        try:
            made = render(facts(**{FIELDS[place % len(FIELDS)]: words}))
        except Unprintable:
            pass
        else:
            with pikepdf.open(io.BytesIO(made)) as document:
                assert len(document.pages) >= 1
        assert time.monotonic() - began < MOST_S, words[:40]
    assert calls == []
    assert not (tmp_path / "trace").exists()


def test_control_an_engine_without_our_policy_would_call(listening, monkeypatch):
    from xhtml2pdf.config.resources import PERMISSIVE_POLICY, ResourceAccessPolicy

    address, calls = listening
    monkeypatch.setattr(ResourceAccessPolicy, "server", lambda *_words, **_more: PERMISSIVE_POLICY)
    with suppress(Unprintable):  # it is no picture; but it was asked for
        making.make(f'<p>x<img src="{address}/a.png"/></p>', title="x", author="x")
    assert calls
