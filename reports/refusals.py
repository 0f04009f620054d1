"""Why a report is not published."""

from commentary.moving import Refused


class PublicationRefused(Refused):
    """The report cannot go on; the message says why. Nothing was written."""
