"""Bringing the tracks in: after the courses and exams they lead through; what editors changed on the site is kept."""

import json
from pathlib import Path

from core.report import Report
from core.shipped import KEPT, decide, digest
from courses.models import Track


def load_tracks(folder: Path, report: Report) -> None:
    """Load content/tracks.json."""
    file = folder / "tracks.json"
    if not file.exists():
        return
    for place, row in enumerate(json.loads(file.read_text(encoding="utf-8"))):
        content = {key: row[key] for key in ("title", "summary", "stages")}
        track = Track.objects.filter(slug=row["slug"]).first() or Track(slug=row["slug"])
        is_new, present = track.pk is None, digest(track.content) if track.pk else ""
        decision = decide(loaded=track.loaded_sha256, now=present, shipped=digest(content), force=report.force or is_new)
        if decision == "same":
            report.same("track", track.slug)
        elif decision == "keep":
            report.changed("track", track.slug, KEPT)
        else:
            track.level, track.place, track.content, track.loaded_sha256 = row["level"], place, content, digest(content)
            track.save()
            if is_new:
                report.accepted("track", track.slug)
            else:
                report.changed("track", track.slug, "brought up to date")
