"""Is this process alive, and is it ready to serve? For whatever watches it; why it is not stands in the log only."""

import logging
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import surface
from reports.published import PublishedPaper
from reports.site.everybody import without_sign_in

logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024


@without_sign_in
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. It asks no database: one that is away is no reason to start the process anew."""
    return JsonResponse({"live": True})


@without_sign_in
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Whether requests should come here. A stranger learns yes or no and nothing else."""
    reasons = list(unready())
    if reasons:
        logger.error("Not ready: %s", "; ".join(reasons))
    return JsonResponse({"ready": not reasons}, status=503 if reasons else 200)


def unready() -> Iterator[str]:
    """Why this process cannot serve; nothing where it can."""
    try:
        yield from _database()
    except Error as error:
        yield f"the database does not answer ({type(error).__name__})"
    yield from _disk()


def _database() -> Iterator[str]:
    """The public process may read published papers alone, so it cannot ask which migrations were applied."""
    if settings.SURFACE == "public":
        PublishedPaper.objects.exists()
    else:
        missing = _migrations() - set(MigrationRecorder(connection).applied_migrations())
        if missing:
            yield f"{len(missing)} migrations are not applied"
    yield from surface.findings()


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as this code has them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _disk() -> Iterator[str]:
    """Where this machine has the database, or else where the application keeps its files."""
    name = str(connection.settings_dict["NAME"])
    folder = Path(name).parent if connection.vendor == "sqlite" and Path(name).is_file() else settings.BASE_DIR
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < settings.LEAST_FREE_MEGABYTES:
        yield f"{free} MB are free on the disk, {settings.LEAST_FREE_MEGABYTES} are needed"


app_name = "health"
urlpatterns = [path("health/live", live, name="live"), path("health/ready", ready, name="ready")]
