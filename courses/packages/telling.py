"""Why a package was refused, in the reader's words (拒收原因): what is wrong, where, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from core.archives import Refusal
from courses.packages.outline import Outline

MOST_NAMED = 8

_WORDS = {
    "empty-file": (_("The file is empty."), _("Export the package again.")),
    "too-large": (
        _("The file is larger than %(megabytes)s MB."),
        _("Compress the films in it, or offer them as videos of the lesson."),
    ),
    "broken-archive": (_("The file is no zip archive, or it is damaged."), _("Export the package again as a zip file.")),
    "too-many-entries": (
        _("The archive holds %(entries)s files; at most %(most)s are taken."),
        _("Divide the package into several."),
    ),
    "bomb": (
        _("The archive would unpack to far more than it may: over %(unpacked)s MB."),
        _("Export it again from its own program; do not pack a package twice."),
    ),
    "locked-archive": (_("The archive is under a password."), _("Pack it again without a password.")),
    "stray-name": (
        _("A file in the archive has a name that leads out of its folder or stands there twice: %(name)s"),
        _("Export it again from its own program."),
    ),
    "missing-entry": (_("The archive has no file %(name)s."), _("Export it again from its own program.")),
    "program": (
        _("The archive holds programs (%(number)s), such as %(name)s."),
        _("Remove them: a package for the web needs none."),
    ),
    "no-manifest": (
        _("There is neither an imsmanifest.xml (SCORM) nor an h5p.json (H5P) in the archive."),
        _("In the authoring program choose to publish for a learning platform, as SCORM 1.2 or SCORM 2004, and upload that zip."),
    ),
    "package-within": (
        _("The archive holds no package itself, but another archive: %(name)s"),
        _("Unpack it once, and upload the archive that lies in it."),
    ),
    "other-standard": (
        _("This is a package after %(standard)s, which is not played here."),
        _("Publish it as SCORM 1.2 or SCORM 2004."),
    ),
    "twin-names": (
        _("Two files differ only in capital letters: %(first)s and %(second)s"),
        _("Rename one of them; on many machines they would be the same file."),
    ),
    "manifest-entities": (
        _("imsmanifest.xml declares a DTD or entities, which is not safe."),
        _("Export it again, or remove the DOCTYPE from imsmanifest.xml."),
    ),
    "manifest-broken": (
        _("imsmanifest.xml is not well-formed (line %(line)s)."),
        _("Export it again, or correct that line."),
    ),
    "no-manifest-root": (
        _("imsmanifest.xml begins with <%(found)s>, not with <manifest>."),
        _("Export it again as SCORM 1.2 or SCORM 2004."),
    ),
    "nothing-to-open": (
        _("imsmanifest.xml names nothing to open: no item and no resource with an href."),
        _("Add a page to the package and export it again."),
    ),
    "manifest-deep": (
        _("In imsmanifest.xml parts lie within parts more than %(most)s deep."),
        _("Export it again with a simpler outline."),
    ),
    "too-many-parts": (
        _("The package has %(number)s parts; at most %(most)s are taken."),
        _("Divide the package into several."),
    ),
    "resource-missing": (
        _("In imsmanifest.xml the item “%(item)s” refers to a resource “%(resource)s” that is not there."),
        _("Export it again, or correct the identifierref."),
    ),
    "launch-missing": (
        _("In imsmanifest.xml the resource of “%(item)s” has no href: it is not said which page to open."),
        _("Export it again, or add the href."),
    ),
    "launch-elsewhere": (
        _("“%(item)s” would open an address elsewhere: %(address)s"),
        _("Put the page into the package; nothing is loaded from other sites."),
    ),
    "launch-absent": (
        _("The page that “%(item)s” opens is not in the archive, or of a kind not taken: %(file)s"),
        _("Put the file into the package, or correct the href in imsmanifest.xml."),
    ),
    "h5p-broken": (_("%(file)s cannot be read as H5P wants it."), _("Download the .h5p file again from where it was made.")),
    "h5p-empty": (_("The content is missing: %(file)s"), _("Download the .h5p file again from where it was made.")),
    "h5p-libraries": (
        _("%(number)s libraries the content needs are not in the file: %(names)s"),
        _("Export it from an H5P platform that packs the libraries too (Lumi, WordPress, Moodle), not from h5p.org."),
    ),
}


def told(refusal: Refusal) -> list[str]:
    """The sentence that says what is wrong, and the one that says what to do."""
    wrong, remedy = _WORDS[refusal.code]
    return [str(wrong) % refusal.facts, str(remedy)]


def not_carried_out(outline: Outline) -> str:
    """Rules of a package that are not kept here, each with its part; empty when there are none."""
    rows = outline.extra.get("unsupported", [])
    names = "; ".join(f"{rule}: {title}" for rule, title in rows[:MOST_NAMED])
    words = {"names": names, "number": len(rows)}
    said = _("Rules of this package that are not carried out here (%(number)s); its parts are opened without them. %(names)s")
    return str(said) % words if rows else ""


def wanting(outline: Outline, *, has_host: bool) -> list[str]:
    """What a package will do without here, and what to do about it; `has_host`: whether packages have a host of their own."""
    asked = outline.extra.get("needs", {})
    said = []
    if hosts := asked.get("elsewhere"):
        words = _("The package loads files from other sites, which stay closed to it: %(names)s. Put those files into it.")
        said.append(str(words) % {"names": _some(hosts)})
    if missed := asked.get("missed"):
        words = _(
            "Files of kinds that are not taken were left out (%(number)s), such as %(names)s. Try whether it works without."
        )
        said.append(str(words) % {"number": len(missed), "names": _some(missed)})
    if others := asked.get("others"):
        words = _("The archive holds several packages; only the first was taken, not %(names)s. Upload each by itself.")
        said.append(str(words) % {"names": _some(others)})
    if (framed := asked.get("framed")) and not has_host and outline.kind != "h5p":
        words = _(
            "Pages of this package lie in frames (%(names)s). Frames that call one another work only where packages have a "
            "host of their own, which this site has not: look at the package, and ask whoever runs the site if it stays empty."
        )
        said.append(str(words) % {"names": _some(framed)})
    return said


def _some(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
