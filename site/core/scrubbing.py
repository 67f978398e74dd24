"""What must not stand in a log (日志脱敏): addresses, numbers that name a person, and what opens a door. Pure rules.

A name has no form by which it could be known. So nothing that logs is handed one: views, jobs and the audit log name people by
their number, and what a database says of a row's values is cut out.
"""

import re

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
_CREDIT_CODE = re.compile(r"(?<![\dA-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![\dA-Za-z])")
# A PostgreSQL detail: Key (email, name)=(…) already exists; Failing row contains (…).
_ROW = re.compile(r"(?:(?<=\)=)|(?<=contains ))\([^\n]*\)")
_OPENER = re.compile(
    r"(?i)(\b(?:password|passphrase|secret|token|sessionid|__Host-sid|csrftoken|authorization|dsn)\b[\"']?\s*[:=]\s*[\"']?)[^\s\"',;&}]+"
)
_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)")
_LONG = re.compile(r"(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{28,}(?![\w-])")
_QUERY = re.compile(r"(?<=[\w/])\?[\w%.+-]+=[^\s\"']*")

_RULES = (
    (_CREDENTIALS, "***"),
    (_OPENER, r"\1***"),
    (_ROW, "(***)"),
    (_QUERY, "?***"),
    (_EMAIL, "***@***"),
    (_IDENTITY, "***"),
    (_PHONE, "***"),
    (_CREDIT_CODE, "***"),
    (_LONG, "***"),
)


def scrubbed(text: str) -> str:
    """The text without them.

    >>> scrubbed("login of linyue@example.org from 13800138000 failed")
    'login of ***@*** from *** failed'
    >>> scrubbed("440402199001011234 postgres://haizhun:s3cret@db/haizhun GET /verify/?code=Ab12")
    '*** postgres://***@db/haizhun GET /verify/?***'
    >>> scrubbed("Key (email, full_name)=(a, 林悦) already exists.")
    'Key (email, full_name)=(***) already exists.'
    >>> scrubbed("password='hunter2' token: abc")
    "password='***' token: ***"
    """
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text
