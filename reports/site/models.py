"""All records that a public process knows."""

from reports.published import ComingReport, PublishedFile, PublishedPaper, WithdrawnReport

__all__ = ["ComingReport", "PublishedFile", "PublishedPaper", "WithdrawnReport"]
