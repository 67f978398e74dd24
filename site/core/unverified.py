"""Marks of what an editor has still to verify (待核): one reading of them, for the linter, the queue and the pages."""

import re

# 〔待核：条款号〕 in Chinese; [to be verified: clause numbers] in English, which a link may not be taken for.
MARK = re.compile(r"〔([^〕<]*待核[^〕<]*)〕|\[([^\]<]*\bto be verified\b[^\]<]*)\](?!\()")
