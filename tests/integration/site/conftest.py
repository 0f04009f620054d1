"""The one publication of the session as the public has it."""

import pytest

from reports.models import Publication
from reports.published import PublishedPaper


@pytest.fixture
def published(publication: Publication) -> PublishedPaper:
    """The Part 1 paper as at December 2020."""
    return PublishedPaper.objects.get()
