"""What every safe pattern must satisfy: cuts after Fischetti and Salazar (2001), in exact fractions.

For a reader with the equations M x = M a, a being one world, any multipliers m give x_k − a_k as the sum of
r_i (x_i − a_i) with r = e_k − m M. A figure that is shown adds nothing to it, one that is hidden at most r_i times the
room that its bounds leave. A figure that must reach R beyond a_k needs hidden figures whose contributions come to R.
The solver only proposes the multipliers: the cut holds whatever they are.
"""

from collections.abc import Iterator
from fractions import Fraction

from suppression.engine.cut import Cut, either, gain_of, in_whole_numbers
from suppression.engine.figures import Cell
from suppression.engine.policy import Policy
from suppression.engine.programme import Programme
from suppression.engine.safety import level_to_reach
from suppression.engine.solver import World
from suppression.engine.worlds import Bound, Possibilities, Worlds


class Cuts:
    """Finds what is wrong with a pattern, as one reader's linear programme sees it."""

    def __init__(self, worlds: Worlds, items: frozenset[str], forced: frozenset[str], policy: Policy) -> None:
        """Take a component's worlds, its items (keys) and those of them that are hidden in every pattern."""
        self.worlds, self.items, self.forced, self.policy = worlds, items, forced, policy
        self.zeros = {
            cell.key
            for cell in worlds.cells
            if cell.value == 0 and cell.counts_people and not cell.latent and cell.key in items
        }
        self.targets = [
            cell
            for cell in worlds.cells
            if cell.counts_people
            and (cell.latent or cell.key in forced)
            and (cell.value is None or policy.is_small(cell.value))
        ]
        self.programme = Programme(worlds, policy.solver_seconds)
        self.bases = {knowing: self._base(knowing) for knowing in (False, True)}

    def violated_by(self, hidden: frozenset[str]) -> Iterator[Cut]:
        """Cuts that the pattern does not satisfy and every safe pattern does; none need be found.

        The reader who knows that hidden is not zero is sure to be one only where no zero is hidden.
        """
        for knowing, base in self.bases.items():
            if base is None or (knowing and self.zeros & hidden):
                continue
            possible = self.worlds.given(hidden, knowing)
            self.programme.bound(possible.bounds)
            for cell in self.targets:
                for sign, level in self._levels(cell, knowing):
                    cut = self._cut(cell, sign, level, base, possible, knowing)
                    if cut is not None and not cut.holds_for(hidden):
                        yield cut

    def looking_small(self, hidden: frozenset[str]) -> Iterator[Cut]:
        """Cuts for figures that are no small count: once one may look small, it must look as a small count would.

        It may look small in a certain world; the cut binds where all that this world changes is hidden. One that may
        not look small must not be a single number where it is hidden.
        """
        for knowing, base in self.bases.items():
            if base is None or (knowing and self.zeros & hidden):
                continue
            possible = self.worlds.given(hidden, knowing)
            self.programme.bound(possible.bounds)
            for column, cell in enumerate(self.worlds.cells):
                if cell in self.targets or not cell.counts_people or not (cell.latent or cell.key in hidden):
                    continue
                least = 1 if cell.latent else cell.lower
                small = [
                    world for world in possible.found if least <= world[column] <= self.policy.largest_hidden_count
                ]
                if not small:
                    if cell.key in self.forced:
                        yield from self._worked_out(cell, base, possible, knowing)
                    continue
                changes = min((self._changed(world, base) for world in small), key=len)
                kept = (changes | {cell.key}) & self.items - self.forced
                for sign, level in self._levels(cell, knowing):
                    cut = self._cut(cell, sign, level, base, possible, knowing, kept)
                    if cut is not None and not cut.holds_for(hidden):
                        yield cut

    def _worked_out(self, cell: Cell, base: World, possible: Possibilities, knowing: bool) -> Iterator[Cut]:
        """A figure that is hidden whatever else is may not be one number: it must be able to rise or to fall."""
        number = base[self.worlds.column[cell.key]]
        rise = self._cut(cell, 1, number + 1, base, possible, knowing)
        fall = self._cut(cell, -1, number - 1, base, possible, knowing)
        if rise is not None and fall is not None:
            yield either(rise, fall)

    def _changed(self, world: World, base: World) -> frozenset[str]:
        numbers = zip(self.worlds.cells, world, base, strict=True)
        return frozenset(cell.key for cell, number, other in numbers if number != other)

    def _levels(self, cell: Cell, knowing: bool) -> Iterator[tuple[int, int]]:
        yield 1, level_to_reach(cell, self.policy, knowing)
        if not knowing:
            yield -1, 1

    def _base(self, knowing: bool) -> World | None:
        """One world in which all that is known is shown; None if there is none, or if it proves nothing."""
        if knowing and self.zeros & self.forced:
            return None
        suppressed = frozenset(cell.key for cell in self.worlds.cells if cell.value is None)
        possible = self.worlds.given(suppressed, knowing)
        return possible.found[0] if possible.exist() else None

    def _cut(
        self,
        cell: Cell,
        sign: int,
        level: int,
        base: World,
        possible: Possibilities,
        knowing: bool,
        kept: frozenset[str] = frozenset(),
    ) -> Cut | None:
        """The cut for a figure that must reach the level, if all of kept is hidden."""
        column = self.worlds.column[cell.key]
        missing = Fraction(sign * (level - base[column]))
        if missing <= 0 or any(sign * (world[column] - level) >= 0 for world in possible.found):
            return None
        multipliers = self.programme.multipliers(column, sign)
        if multipliers is None:
            return None
        rest = [Fraction(0)] * len(base)
        rest[column] = Fraction(sign)
        for row, multiplier in zip(self.worlds.rows, multipliers, strict=True):
            for other, coefficient in row.coefficients.items():
                rest[other] += multiplier * coefficient
        gains: dict[str, Fraction | None] = {}
        for other, number in enumerate(rest):
            figure = self.worlds.cells[other]
            if number == 0 or not (figure.latent or figure.key in self.items):
                continue
            low, high = _bound(figure, knowing)
            gain = gain_of(number, base[other], low, high)
            if figure.latent or figure.key in self.forced:
                if gain is None or gain >= missing:
                    return None
                missing -= gain
            else:
                gains[figure.key] = gain
        if knowing:
            gains |= dict.fromkeys(self.zeros)
        capped = {key: missing if gain is None else min(gain, missing) for key, gain in gains.items()}
        for key in kept:
            capped[key] = capped.get(key, Fraction(0)) - missing
        return in_whole_numbers(capped, missing * (1 - len(kept)))


def _bound(cell: Cell, knowing: bool) -> Bound:
    """What the reader takes for possible once the figure is hidden."""
    claimed = knowing and cell.counts_people and not cell.latent
    return (max(cell.lower, 1) if claimed else cell.lower), cell.upper
