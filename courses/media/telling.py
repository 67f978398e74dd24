"""What is wrong with an upload, in words that name the remedy."""

from django.utils.translation import gettext as _

from courses.media.captions import Faulty
from courses.media.keeping import Refused


def of_upload(reason: Refused) -> str:
    match reason.fault:
        case "empty":
            return _("The file is empty. Choose it again.")
        case "too-large":
            told = _("The file is larger than %(limit)s MB. Make a smaller one: a lower resolution, or several parts.")
            return told % {"limit": reason.limit}
        case _:
            return _(
                "By its content this is no file a lesson can offer, whatever its name says. Possible are MP4 and WebM films, "
                "MP3, M4A, Ogg and WAV sound, PDF, Word, Excel, PowerPoint, ZIP, TXT and CSV."
            )


def of_captions(reason: Faulty) -> str:
    words = {"line": reason.line}
    match reason.fault:
        case "time":
            return _("Line %(line)s of the captions: the time cannot be read. Write 00:01:05.000 --> 00:01:08.500.") % words
        case "backwards":
            return _("Line %(line)s of the captions: the end is not after the beginning.") % words
        case "encoding":
            return _("The captions are written in an encoding that cannot be read. Save the file as UTF-8.")
        case "too-large":
            return _("The captions are larger than 1 MB. Is it the right file?")
        case "empty":
            return _("The captions hold no words.")
        case _:
            return _("This is no captions file: a WebVTT file begins with WEBVTT, an SRT file with a number and a line of times.")
