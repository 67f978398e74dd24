from django.db import connection
from django.utils.module_loading import import_string


def SearchBackend(params):
    return import_string(f"{__name__}.{ {'postgresql': 'postgres'}.get(connection.vendor, connection.vendor) }.SearchBackend")(
        params
    )
