"""What a reader writes down: each number by its key, what is hidden, and what holds between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from suppression.engine import Ratio, ReaderView, Relation, RelationKind, Series, Statement
from suppression.paper import PaperIndicator, Part1Paper, PublicFigure
from suppression.places import as_shown_in, revision_of

Coefficient = tuple[str, int]


@dataclass
class Notes:
    """A reader's notes on one paper, to which they add what they have from elsewhere.

    hidden: items that are hidden. latent: numbers that are never shown; implied: those of them that stand behind a
    ratio printed without them. years_to_date: keys of what stands in the year to date. public: items that an earlier
    paper shows as this one does. hidden_earlier: items that an earlier paper of the year hides.
    """

    paper: Part1Paper
    shown: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    latent: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    ratios: dict[str, Ratio] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    bounds: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    years_to_date: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    hidden_earlier: set[str] = field(default_factory=set)
    revised: frozenset[str] = frozenset()

    @cached_property
    def indicators(self) -> dict[str, PaperIndicator[PublicFigure]]:
        """The indicators of the paper by key."""
        return {indicator.key: indicator for indicator in self.paper.indicators}

    def __contains__(self, key: str) -> bool:
        """Whether there is such a number, shown or not."""
        return key in self.shown or key in self.latent or (key in self.hidden and key not in self.ratios)

    def show(self, key: str, number: int, label: str) -> None:
        self.shown[key] = number
        self.labels[key] = label

    def hide(self, key: str, label: str) -> None:
        self.hidden.add(key)
        self.labels[key] = label

    def imply(self, key: str, label: str) -> None:
        """A number that nobody prints and that has to be there."""
        self.latent.add(key)
        self.implied.add(key)
        self.labels[key] = label

    def relate(
        self, coefficients: Iterable[Coefficient], kind: RelationKind, latent: Iterable[tuple[Coefficient, str]] = ()
    ) -> bool:
        """Write down that the sum is 0, with latent numbers of 0 or more, each with its words.

        What cannot be is left out: figures that are all shown contradict each other, and nothing follows from them.
        """
        coefficients, latent = tuple(coefficients), tuple(latent)
        if all(key in self.shown for key, _ in coefficients):
            rest = sum(number * self.shown[key] for key, number in coefficients)
            signs = {number for (_, number), _ in latent}
            if (rest > 0 and -1 not in signs) or (rest < 0 and 1 not in signs):
                return False
        for (key, _), label in latent:
            self.latent.add(key)
            self.labels[key] = label
        self.relations.append(Relation((*coefficients, *(each for each, _ in latent)), 0, kind))
        return True

    def revise(self, key: str, before: str, source: str) -> None:
        """Write down that the figure of `key` was `before`, which is shown, and differs from it by a revision."""
        revision = revision_of(before)
        self.latent.add(revision)
        self.bounds[revision] = (-self.shown[before], None)
        self.labels[revision] = f"the revision of {self.labels[key]} since {source}"
        self.relations.append(Relation(((key, 1), (before, -1), (revision, -1)), 0, RelationKind.REVISION))

    def learn(self, key: str, number: int, source: str) -> str:
        """Take in that `source` shows the figure of `key` as this number; the key under which it is then known.

        A figure that is another now was revised: it is a new one. One that is hidden now is taken for the same, unless
        it is known to be revised.
        """
        before = self.unused(as_shown_in(key, source), number)
        if key in self.hidden and before not in self.revised:
            self.hidden.discard(key)
            self.shown[key] = number
        if self.shown.get(key) == number:
            self.public.add(key)
            return key
        if before not in self.shown:
            self.show(before, number, f"{self.labels[key]} in {source}")
            self.revise(key, before, source)
        return before

    def unused(self, key: str, number: int) -> str:
        """The key, unless it stands for another number: two reports may be of the same month."""
        candidate, times = key, 1
        while candidate in self.shown and self.shown[candidate] != number:
            times += 1
            candidate = f"{key} ({times})"
        return candidate

    def view(self, not_people: frozenset[str]) -> ReaderView:
        """The notes as the attack takes them, without ratios of which nothing can be said."""
        self._leave_out_what_says_nothing()
        items = self.shown.keys() | self.hidden | self.ratios.keys() | self.statements.keys()
        cells = self.shown.keys() | self.hidden | self.latent
        return ReaderView(
            shown=self.shown,
            hidden=frozenset(self.hidden | self.latent),
            relations=tuple(self.relations),
            series=tuple(self.series),
            ratios=tuple(self.ratios.values()),
            statements=tuple(self.statements.values()),
            latent=frozenset(self.latent),
            implied=frozenset(self.implied),
            not_people=frozenset(key for key in cells if key.partition("|")[0] in not_people),
            hidden_before=frozenset((self.hidden_earlier & items) - self.public),
            public_before=frozenset(self.public & items),
            bounds=self.bounds,
            labels=self.labels,
        )

    def _leave_out_what_says_nothing(self) -> None:
        """Leave out ratios without their numbers where these are in no relation, limited by nobody and not rated."""
        related = {key for relation in self.relations for key, _ in relation.coefficients} | self.bounds.keys()
        related |= {key for statement in self.statements.values() for key in statement.judges} | self.hidden_earlier
        for key, ratio in list(self.ratios.items()):
            parts = {ratio.numerator, ratio.denominator}
            if parts <= self.implied and related.isdisjoint({key, *parts}):
                del self.ratios[key]
                for each in (key, *parts):
                    self.hidden.discard(each)
                    self.latent.discard(each)
                    self.implied.discard(each)
                    del self.labels[each]
