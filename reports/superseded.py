"""A paper that was superseded: all that it said, at addresses of its own."""

from suppression.paper import Paper, Part1Paper, PublicFigure


class SupersededPaper(Paper[PublicFigure], frozen=True):
    """A Part 1 paper after which another of its report was published: its pages lead to one another, not to that."""


def superseded(paper: Part1Paper, sequence: int) -> SupersededPaper:
    """The paper as a superseded one. `sequence` is its turn, which papers of the first schema do not say."""
    said = {name: getattr(paper, name) for name in paper.__struct_fields__}
    return SupersededPaper(**said | {"sequence": sequence})
