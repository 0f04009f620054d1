"""How movements are said: data, and nothing else. Each entry is part of a regular expression."""

UP = (
    r"increas(?:e|ed|es|ing)",
    r"rise",
    r"rises",
    r"rising",
    r"rose",
    r"risen",
    r"gr[eo]wn?",
    r"higher(?: than)?",
    r"up(?= (?:from|on|by)\b)",
    r"above(?= (?:the )?(?:previous|last|20\d\d)\b)",
)
DOWN = (
    r"decreas(?:e|ed|es|ing)",
    r"declin(?:e|ed|es|ing)",
    r"fall",
    r"falls",
    r"falling",
    r"fell",
    r"fallen",
    r"drop(?:s|ped|ping)?",
    r"reduc(?:ed|es|ing|tion)",
    r"lower(?: than)?",
    r"down(?= (?:from|on|by)\b)",
    r"below(?= (?:the )?(?:previous|last|20\d\d)\b)",
)
SAME = (
    r"in ?line with",
    r"unchanged",
    r"no change",
    r"the same as",
    r"remain(?:s|ed|ing)? (?:stable|static|steady|consistent)",
    r"(?:stable|static|steady)(?= (?:compared|since)\b)",
)
BETTER = (r"improv(?:ed|es|ing|ement|ements)", r"better(?: than)?")
WORSE = (r"deteriorat(?:ed|es|ing|ion)", r"worsen(?:ed|s|ing)?", r"worse(?: than)?")

COMPARED = (
    r"(?:compared|comparison) (?:with|to)",
    "on",
    "than",
    "from",
    "since",
    "with",
    "over",
    "to",
    "as",
    "the",
    "for",
)
"""What stands between a movement and the period that it is measured from."""

NOT_SAID = (
    "not",
    "no",
    "may",
    "might",
    "could",
    "should",
    "will",
    "would",
    "expect",
    "expected",
    "aim",
    "to",
    "need",
    "target",
    "predicted",
)
"""Directly before a movement: then it is not said to have happened."""
