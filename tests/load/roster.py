"""A roster of five thousand: what its preview and its import cost in CPU seconds, queries and memory, and that twice is once.

    PYTHONPATH=.:site python -m tests.load.roster [rows]

Runs in a database of its own, in a folder that goes again; another process makes its tables, as when a site is set up, so that
their making is not in the memory told. Wanted on one core: preview < 5 s, import < 30 s, memory < 300 MB.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable


def main(rows: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HAIZHUN_DATA": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ.pop("DATABASE_URL", None)
        return _measure(rows)


def _measure(rows: int) -> int:
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], check=True)
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from organisations.models import Membership, Organisation, RosterImport
    from organisations.roster import importing
    from tests.organisations.rosters import book, person

    boss = User.objects.create_user("boss@example.org", None, full_name="陈工")
    body = Organisation.objects.create(name="示例企业", state="verified")
    data = book([person(number) for number in range(rows)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def timed(deed: str, do: Callable[[], object]) -> float:
        began = time.process_time()
        do()
        spent = time.process_time() - began
        sys.stdout.write(f"{deed}: {spent:.2f} s CPU\n")
        return spent

    def counted(do: Callable[[], object]) -> int:
        """Statements of it, in a run of its own: noting them costs memory."""
        connection.queries_log = deque(maxlen=1_000_000)
        with CaptureQueriesContext(connection) as asked:
            do()
        return len(asked)

    def look() -> None:
        importing.upload(organisation=body, name="名单.xlsx", data=data, by=boss)

    preview = timed(f"preview of {rows} rows", look)
    held = RosterImport.objects.get()
    RosterImport.objects.filter(pk=held.pk).update(confirmed_at=held.uploaded_at)
    done = timed(f"import of {rows} rows", lambda: importing.run(str(held.pk)))
    look()
    again = RosterImport.objects.order_by("-uploaded_at")[0].counts
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(
        f"members: {Membership.objects.count()}; again: {again}; memory {peak // 1024} MB ({before // 1024} before)\n"
    )
    other = Organisation.objects.create(name="另一企业", state="verified")
    looked = counted(lambda: importing.upload(organisation=other, name="名单.xlsx", data=data, by=boss))
    theirs = RosterImport.objects.get(organisation=other)
    RosterImport.objects.filter(pk=theirs.pk).update(confirmed_at=theirs.uploaded_at)
    taken = counted(lambda: importing.run(str(theirs.pk)))
    sys.stdout.write(f"queries: {looked} for the preview, {taken} for the import ({taken / rows:.2f} a row)\n")
    return 0 if preview < 5 and done < 30 and peak < 300 * 1024 and again == {"unchanged": rows} else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
