"""A supervisor with everything loaded: it forks a Celery worker, and the next as soon as that one is gone.

To load the site takes seconds, to fork it none: so a hundred deaths of a worker fit into minutes. What dies is a whole worker,
as with site/config/deploy. Its arguments are the worker's own.
"""

import os
import signal
import sys
import time
from types import FrameType

import django
from django.core.checks import run_checks

from config.celery import app


class Nursery:
    child = 0

    def keep(self, words: list[str]) -> None:
        """For ever one child, until this process is told to end: then the child is, too."""
        signal.signal(signal.SIGTERM, self.end)
        while True:
            self.child = os.fork()
            if not self.child:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                app.worker_main(words)
                os._exit(0)
            os.waitpid(self.child, 0)
            time.sleep(0.05)

    def end(self, _sign: int, _frame: FrameType | None) -> None:
        os.kill(self.child, signal.SIGTERM)
        os.waitpid(self.child, 0)
        os._exit(0)


if __name__ == "__main__":
    django.setup()
    app.loader.import_default_modules()
    run_checks()  # a worker does so at its start: whatever that loads is loaded here
    Nursery().keep(["worker", *sys.argv[1:]])
