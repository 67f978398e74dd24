"""What a fault run found, for people."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

Row = Mapping[str, Any]
COLUMNS = {
    "times": "times",
    "sent_again": "again",
    "recovered_median_s": "back s",
    "recovered_most_s": "most",
    "longest_s": "longest s",
    "acknowledged": "acknowledged",
    "lost": "lost",
    "doubled": "doubled",
    "without_one_result": "no result",
    "errors": "errors",
}


def recovery(seconds: Sequence[float]) -> dict[str, float]:
    """After how long the site was itself again: half of the times, and at the worst."""
    told = seconds or [0.0]
    return {"recovered_median_s": round(median(told), 2), "recovered_most_s": round(max(told), 2)}


def table(rows: Sequence[Row], seen: Sequence[Row]) -> str:
    lines = [f"{'fault':<34}" + "".join(f"{head:>{len(head) + 2}}" for head in COLUMNS.values())]
    for row in rows:
        lines += _told(row)
    lines += [row["first_error"] for row in rows if row.get("first_error")]
    lines += ["", *(f"control, {row['control']}: {row['told']}" + ("" if row["sees"] else "  <- FAILS") for row in seen)]
    return "\n".join(lines)


def _told(row: Row) -> list[str]:
    if "absent" in row:
        return [f"{row['fault']:<34}  not tried: {row['absent']}"]
    lines = [f"{row['fault']:<34}" + "".join(f"{row[name]:>{len(head) + 2}}" for name, head in COLUMNS.items())]
    if "letters" in row:
        lines.append(
            f"{'':<34}  {row['letters']} letters: {row['letters_unsent']} unsent, {row['lines_astray']} not told once, "
            f"{row['slowest_job_s']} s the slowest; {row['jobs_again']} jobs sent again, {row['jobs_undone']} undone; "
            f"{row['mails']} mails"
        )
    if "wordless" in row:
        lines.append(f"{'':<34}  {row['refused']} refused, {row['wordless']} saves of them without words")
    if "moments_astray" in row:
        lines.append(f"{'':<34}  {row['clocks_astray']} told another end, {row['moments_astray']} moments written down wrong")
    return lines
