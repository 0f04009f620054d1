"""The words by which numbers belong together: data, and nothing else. Each entry is part of a regular expression."""

LINKS = (
    r"\(",
    r"[–—=:]",
    r"\bequat\w*\s+to\b",
    r"\bequal\w*(?:\s+to)?\b",
    r"\brepresent\w*\b",
    r"\bamount\w*\s+to\b",
    r"\bthat\s+is\b",
    r"\bwhich\s+(?:is|was|are|were)\b",
    r"\bi\.?e\.?\b",
    r"\bor\b",
    r"\bbeing\b",
)
"""What says that a percentage and two numbers are the same."""

OTHERS_BEFORE = (
    r"\bthe\s+(?:remaining|other|rest\w*|remainder)(?:\s+of)?(?:\s+(?:the|being|were|was|are|is))?,?",
    r"\bremaining",
    r"\bother",
)
"""What makes a percentage the rest of the one before."""

OPPOSITES = (
    (
        (
            "timely",
            "in time",
            "on time",
            "within time",
            "within timescales?",
            "within the timescale",
            "within statutory",
        ),
        ("late", "out of time", "overdue", "outside timescales?", "outside the timescale", "delayed"),
    ),
    (("suitable",), ("unsuitable",)),
    (("attended",), ("did not attend", "absent", "missed")),
    (("good or outstanding", "good or better"), ("inadequate or requires improvement", "less than good")),
)
"""What is said of one part of a whole, and of the other."""

NOT_KNOWN = (
    "known",
    "unknown",
    "target",
    "targets",
    "range",
    "national",
    "nationally",
    "england",
    "london",
    "promise",
)
"""Beside which two percentages need not be the whole."""
