"""What the public site says of publications, in plain words."""

from collections.abc import Mapping

from suppression.paper_words import CorrectionKind

CORRECTION: Mapping[CorrectionKind, str] = {
    "error": "Error",
    "late_data": "Late data",
    "revised_by_source": "Revised by its source",
}
"""The class of a correction, as a label."""
CORRECTION_MEANS: Mapping[CorrectionKind, str] = {
    "error": "something in the report was wrong",
    "late_data": "figures came in after the report was published",
    "revised_by_source": "whoever supplies a figure has changed it",
}
"""What each class means, to follow “because”."""
