"""The numbers of the disclosure policy, one version of them."""

from dataclasses import asdict, dataclass, field

LONGEST_SOLVER_SECONDS = 60


@dataclass(frozen=True)
class Weights:
    """What hiding one item costs; the lower the total, the better. Handed to cells and ratios by the caller."""

    month: int = 2
    quarter_to_date: int = 5
    year_to_date: int = 6
    percentage: int = 4
    year_to_date_percentage: int = 8
    previous_year: int = 6
    number_behind_a_ratio: int = 1
    rating: int = 1

    def __post_init__(self) -> None:
        """Refuse a weight below 0, by which hiding more would be better; raises ValueError."""
        for name, weight in asdict(self).items():
            if type(weight) is not int or weight < 0:
                raise ValueError(f"The weight {name} must be a whole number of 0 or more.")


@dataclass(frozen=True)
class Policy:
    """Every parameter that decides what is hidden; a publication names the version that it used.

    Counts are whole numbers of people. The default hides 1 to 5 (Department for Education, children in need; the
    smallest count that the council's own papers show is 6).
    """

    version: str = "default-1"
    smallest_publishable_count: int = 6
    smallest_percentage_denominator: int = 20
    smallest_all_or_nothing_denominator: int = 10
    smallest_average_base: int = 8
    protection_width: int = 4
    zeros_may_be_hidden: bool = True
    rating_of_hidden_may_show: bool = False
    solver_seconds: float = 5.0
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        """Refuse a policy that could not hide anything it means to hide; raises ValueError."""
        if self.smallest_publishable_count < 1:
            raise ValueError("The smallest publishable count must be at least 1.")
        if self.protection_width < 1:
            raise ValueError("The protection width must be at least 1.")
        for name in ("percentage_denominator", "all_or_nothing_denominator", "average_base"):
            if getattr(self, f"smallest_{name}") < 1:
                raise ValueError(f"The smallest {name.replace('_', ' ')} must be at least 1.")
        if not 0 < self.solver_seconds <= LONGEST_SOLVER_SECONDS:
            raise ValueError(
                "The solver needs some time and a limit: solver_seconds must be above 0 and at most "
                f"{LONGEST_SOLVER_SECONDS}."
            )

    @property
    def largest_hidden_count(self) -> int:
        """The largest count of people that is hidden for its own sake."""
        return self.smallest_publishable_count - 1

    def is_small(self, count: int) -> bool:
        """Whether a count of people, or a difference of two counts, is hidden for its own sake; zero is not."""
        return 1 <= abs(count) < self.smallest_publishable_count
