import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Every view, read now: else whoever comes first waits a second for it.
get_resolver().url_patterns  # noqa: B018 - asking is what reads them
# What is loaded now stays as long as the process: the collector need not look through it again and again
# (a tenth of the processor time of starting an exam, docs/algorithms/cost.md).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
