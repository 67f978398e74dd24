"""Open Badges 3.0 as a JSON Schema of our own, written from the text of the specification.

1EdTech publishes schemas under a licence that each user has to accept with them, so none is kept here. Whoever has accepted
it lets the published one speak too: OB3_SCHEMA=/path/to/ob_v3p0_achievementcredential_schema.json.
"""

URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
TEXT = {"type": "string", "minLength": 1}


def _of_type(name):
    return {"type": "array", "items": TEXT, "contains": {"const": name}, "uniqueItems": True}


def _thing(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties}


PROFILE = _thing("id type", id=URI, type=_of_type("Profile"), name=TEXT, url=URI)
IMAGE = _thing("id type", id=URI, type={"const": "Image"}, caption=TEXT) | {"additionalProperties": False}
IDENTITY = _thing(
    "type hashed identityHash identityType",
    type={"const": "IdentityObject"},
    hashed={"type": "boolean"},
    identityHash=TEXT,
    identityType={"enum": ["name", "emailAddress", "identifier", "systemId", "userName", "accountId", "sourcedId"]},
    salt=TEXT,
)
ACHIEVEMENT = _thing(
    "id type name description criteria",
    id=URI,
    type=_of_type("Achievement"),
    name=TEXT,
    description=TEXT,
    criteria={**_thing("", id=URI, narrative=TEXT), "minProperties": 1},
    achievementType={"enum": ["Assessment", "Certificate", "CertificateOfCompletion", "Certification", "Course", "License"]},
    creditsAvailable={"type": "number"},
    image=IMAGE,
    inLanguage={"type": "string", "pattern": "^[a-z]{2,4}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"},
    version=TEXT,
)
SUBJECT = _thing(
    "type achievement",
    id=URI,
    type=_of_type("AchievementSubject"),
    identifier={"type": "array", "items": IDENTITY, "minItems": 1},
    achievement=ACHIEVEMENT,
    creditsEarned={"type": "number"},
    licenseNumber=TEXT,
    narrative=TEXT,
) | {"anyOf": [{"required": ["id"]}, {"required": ["identifier"]}]}
# Bitstring Status List v1.0, 2.1: the index is a decimal in a string, the entry is not the list.
STATUS = _thing(
    "type statusPurpose statusListIndex statusListCredential",
    id=URI,
    type={"const": "BitstringStatusListEntry"},
    statusPurpose={"enum": ["revocation", "suspension", "refresh", "message"]},
    statusListIndex={"type": "string", "pattern": "^(0|[1-9][0-9]*)$"},
    statusListCredential=URI,
)
CONTEXT = {
    "type": "array",
    "minItems": 2,
    "prefixItems": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"type": "string", "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)?\.json$"},
    ],
}
CREDENTIAL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_thing(
        "@context id type credentialSubject issuer validFrom",
        **{"@context": CONTEXT},
        id=URI,
        type={
            "allOf": [_of_type("VerifiableCredential"), {"contains": {"enum": ["OpenBadgeCredential", "AchievementCredential"]}}]
        },
        name=TEXT,
        issuer=PROFILE,
        awardedDate=MOMENT,
        validFrom=MOMENT,
        validUntil=MOMENT,
        credentialSubject=SUBJECT,
        credentialStatus=STATUS,
        credentialSchema={"type": "array", "items": _thing("id type", id=URI, type=TEXT)},
        evidence={"type": "array", "items": _thing("type", id=URI, type=_of_type("Evidence"), name=TEXT, narrative=TEXT)},
    ),
}
# W3C Bitstring Status List v1.0, 2.2.
STATUS_LIST = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_thing(
        "@context type issuer credentialSubject",
        **{"@context": {"type": "array", "prefixItems": [{"const": "https://www.w3.org/ns/credentials/v2"}]}},
        id=URI,
        type={"allOf": [_of_type("VerifiableCredential"), _of_type("BitstringStatusListCredential")]},
        issuer={"anyOf": [URI, PROFILE]},
        validFrom=MOMENT,
        validUntil=MOMENT,
        credentialSubject=_thing(
            "type statusPurpose encodedList",
            id=URI,
            type={"const": "BitstringStatusList"},
            statusPurpose={"enum": ["revocation", "suspension", "refresh", "message"]},
            encodedList={"type": "string", "pattern": "^u[A-Za-z0-9_-]+$"},
            ttl={"type": "integer", "minimum": 0},
        ),
    ),
}
