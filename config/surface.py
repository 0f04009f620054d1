"""What this process could do beyond its surface: it asks its own database, and tries.

The public surface may read what is published. The office may change no table and only add to what is kept as it was
written. A process that could do more serves nothing, because whoever takes it over could do it too.
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection

from config import surface_file, surface_rights


def findings() -> list[str]:
    """A sentence for each thing that is more than the surface may do; none is as it should be.

    Raises django.db.Error where the database cannot be asked.
    """
    if settings.SURFACE == "all":  # a demonstration, which settings allow nowhere else
        return []
    if connection.vendor == "postgresql":
        return surface_rights.findings(connection, settings.SURFACE)
    return surface_file.findings(connection) if settings.SURFACE == "public" else []


def refuse_to_serve_more() -> None:
    """Raise ImproperlyConfigured where this process could do more than its surface may, or cannot ask."""
    try:
        found = findings()
    except Error as error:
        raise ImproperlyConfigured(
            f"The {settings.SURFACE} surface does not start: its database could not be asked what it allows. {error}"
        ) from error
    finally:
        connection.close()  # a server that forks afterwards must not share it
    if found:
        raise ImproperlyConfigured(
            f"The {settings.SURFACE} surface does not start, because this process could do more than it may:\n- "
            + "\n- ".join(found)
        )
