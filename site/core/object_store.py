"""Files in an object store that speaks S3 (对象存储) in place of folders on this machine: several web hosts then share them.

django-storages and boto3 come with the extra `s3`, and are loaded only where a bucket is set.
"""

from typing import Any


def storages(bucket: str, endpoint: str, key: str, secret: str) -> dict[str, dict[str, Any]]:
    """The settings' `default` and `artefacts`, both in one private bucket; addresses are signed and soon void."""
    place = {
        "bucket_name": bucket,
        "endpoint_url": endpoint or None,
        "access_key": key or None,
        "secret_key": secret or None,
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 600,
        # A second file of a name gets another name, as in a folder.
        "file_overwrite": False,
    }
    return {
        alias: {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**place, "location": folder}}
        for alias, folder in (("default", "media"), ("artefacts", "artefacts"))
    }
