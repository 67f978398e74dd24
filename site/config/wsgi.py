import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# What is loaded now stays as long as the process: the collector need not look through it again and again
# (a tenth of the processor time of starting an exam, docs/algorithms/cost.md).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
