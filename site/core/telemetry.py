"""OpenTelemetry and Sentry, each only where its address is set, and only then imported (extras `tracing` and `sentry`).

A span tells view, method, status and the number of the request; no address, no query, no person.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core import following, logs

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

_tracer: Any = None


def begin() -> None:
    """Called once in each process, when its rooms are ready."""
    if settings.OTLP_ENDPOINT:
        begin_tracing()
    if settings.SENTRY_DSN:
        begin_sentry()


def begin_tracing(exporter: "SpanExporter | None" = None) -> None:
    """Spans go to `exporter`, by default to the collector at OTLP_ENDPOINT, in bundles and from a thread of its own."""
    global _tracer  # noqa: PLW0603 - one for the process, as the library has it
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

        if exporter is None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            processor: Any = BatchSpanProcessor(OTLPSpanExporter(endpoint=settings.OTLP_ENDPOINT))
        else:
            processor = SimpleSpanProcessor(exporter)
    except ImportError as reason:
        raise ImproperlyConfigured(
            "HAIZHUN_OTLP_ENDPOINT is set: install the extra `tracing` (docs/running/operate.md)."
        ) from reason
    provider = TracerProvider(resource=Resource({"service.name": "haizhun"}))
    provider.add_span_processor(processor)
    _tracer = provider.get_tracer("haizhun")


def end_tracing() -> None:
    global _tracer  # noqa: PLW0603 - as above
    _tracer = None


def begin_sentry(**more: Any) -> None:
    """Errors go to Sentry without whom they befell."""
    try:
        import sentry_sdk
    except ImportError as reason:
        raise ImproperlyConfigured("HAIZHUN_SENTRY_DSN is set: install the extra `sentry` (docs/running/operate.md).") from reason
    sentry_sdk.init(
        **{
            "dsn": settings.SENTRY_DSN,
            "send_default_pii": False,
            "include_local_variables": False,
            "max_request_body_size": "never",
            "max_breadcrumbs": 0,
            "before_send": logs.sent_event,
            **more,
        }
    )


@contextmanager
def span(name: str, **told: str | int) -> Iterator[Any]:
    """What is done within is one span; without tracing nothing happens."""
    if _tracer is None:
        yield None
        return
    with _tracer.start_as_current_span(name, attributes={"request.number": following.current(), **told}) as made:
        yield made


def is_tracing() -> bool:
    return _tracer is not None
