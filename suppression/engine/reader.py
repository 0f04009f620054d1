"""What a reader has before them: figures shown, figures marked as hidden, and what may be assumed of both."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from suppression.engine.figures import Cell, Ratio, Relation, Series, Statement
from suppression.engine.table import Table


@dataclass(frozen=True)
class ReaderView:
    """The finished papers as a reader gets them: no true value of anything hidden.

    shown: whole numbers by cell key. hidden: keys of cells, ratios and statements that are hidden, latent cells among
    them. A hidden ratio or statement is there without what it would say.
    not_people, latent: keys of cells that do not count people, or are never shown. implied: latent cells whose numbers
    nobody gave us. bounds: the least and the most (None is without limit) where they are not "0 or more".
    hidden_before, public_before: items that an earlier paper of the year hid, or showed. labels: words for sentences.
    """

    shown: Mapping[str, int]
    hidden: frozenset[str]
    relations: tuple[Relation, ...] = ()
    series: tuple[Series, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    statements: tuple[Statement, ...] = ()
    latent: frozenset[str] = frozenset()
    implied: frozenset[str] = frozenset()
    not_people: frozenset[str] = frozenset()
    hidden_before: frozenset[str] = frozenset()
    public_before: frozenset[str] = frozenset()
    own_levels: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    bounds: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """The words for a cell or ratio; its key if there are none."""
        return self.labels.get(key, key)

    def bound(self, key: str) -> tuple[int | None, int | None]:
        """The least and the most that a reader takes for possible."""
        return self.bounds.get(key, (0, None))


def reader_view(table: Table, hidden: Collection[str]) -> ReaderView:
    """What a reader sees of the table when these items (keys of cells, ratios and statements) are hidden.

    Raises KeyError for a key that the table does not hold, ValueError if a cell without a value were to be shown.
    """
    for key in hidden:
        if key not in table.labels:
            raise KeyError(f"{key} is hidden, but the table does not hold it.")
    latent = frozenset(cell.key for cell in table.cells if cell.latent)
    items: tuple[Cell | Ratio | Statement, ...] = (*table.cells, *table.ratios, *table.statements)
    return ReaderView(
        shown=_shown(table, hidden),
        hidden=frozenset(hidden) | latent,
        relations=table.relations,
        series=table.series,
        ratios=tuple(replace(ratio, printed=None) if ratio.key in hidden else ratio for ratio in table.ratios),
        statements=tuple(replace(one, conditions=()) if one.key in hidden else one for one in table.statements),
        latent=latent,
        implied=frozenset(cell.key for cell in table.cells if cell.latent and cell.value is None),
        not_people=frozenset(cell.key for cell in table.cells if not cell.counts_people),
        hidden_before=frozenset(item.key for item in items if item.hidden_since and not item.public_since),
        public_before=frozenset(item.key for item in items if item.public_since),
        own_levels={cell.key: cell.must_reach for cell in table.cells if cell.must_reach is not None},
        bounds={cell.key: (cell.lower, cell.upper) for cell in table.cells if (cell.lower, cell.upper) != (0, None)},
        labels=table.labels,
    )


def _shown(table: Table, hidden: Collection[str]) -> dict[str, int]:
    shown: dict[str, int] = {}
    for cell in table.cells:
        if cell.key in hidden or cell.latent:
            continue
        if cell.value is None:
            raise ValueError(f"{cell.label} came to us suppressed and cannot be shown.")
        shown[cell.key] = cell.value
    return shown
