"""The words of the catalogue: every enumeration, each with the wording that people see."""

from django.db.models import TextChoices


class Polarity(TextChoices):
    """Which way is better, in the words of the council's index."""

    HIGH = "high", "High"
    LOW = "low", "Low"
    NEITHER = "neither", "n/a"


class Unit(TextChoices):
    """What a value counts. Percentages are held in percent: 97 means 97 %."""

    COUNT = "count", "count"
    PERCENTAGE = "percentage", "%"
    RATE_PER_10000 = "rate_per_10000", "rate per 10,000"
    WEEKS = "weeks", "weeks"
    AVERAGE = "average", "average"


class YearBasis(TextChoices):
    """The year over which an indicator accumulates: it restarts in April, January or September."""

    FINANCIAL = "financial", "financial year"
    CALENDAR = "calendar", "calendar year"
    ACADEMIC = "academic", "academic year"


class Frequency(TextChoices):
    MONTHLY = "monthly", "monthly"
    QUARTERLY = "quarterly", "quarterly"
    ANNUAL = "annual", "annual"


class Accumulation(TextChoices):
    """How months become a year to date."""

    FLOW = "flow", "months add up to the year to date"
    RUNNING_TOTAL = "running_total", "each month is the total so far"
    STOCK = "stock", "each month is a count on one day; the latest stands for the year"
    RATIO = "ratio", "a ratio: the year to date is worked out from its numerators and denominators"
    LATEST = "latest", "the latest figure stands for the year"


class TargetForm(TextChoices):
    """The forms a target takes in the council's index."""

    NONE = "none", "not a target measure"
    TO_BE_CONFIRMED = "to_be_confirmed", "to be confirmed"
    SINGLE = "single", "one value"
    RANGE = "range", "a range of acceptable performance"


class Comparator(TextChoices):
    ENGLAND = "england", "England"
    LONDON = "london", "London"
    OWN = "own", "Own previous year"


class BenchmarkConversion(TextChoices):
    """What makes a figure of the Local Authority Interactive Tool one in our unit."""

    NONE = "none", "As it is"
    PER_100000 = "per_100000", "÷ 10 (per 100,000 to per 10,000)"
    PER_1000 = "per_1000", "× 10 (per 1,000 to per 10,000)"
    FRACTION = "fraction", "× 100 (fraction to percentage)"
    DAYS = "days", "÷ 7 (days to weeks)"


class DefinitionRelationKind(TextChoices):
    """What holds between the figures of two indicators of one year. Read as “this indicator … the other”."""

    PART_OF = "part_of", "is part of"
    EXCLUDES = "excludes", "leaves out some of those counted in"
    NUMERATOR_IS = "numerator_is", "has as its numerator"
    DENOMINATOR_IS = "denominator_is", "has as its denominator"
    INFLOW_OF = "inflow_of", "counts those who join"
    OUTFLOW_OF = "outflow_of", "counts those who leave"
    COMPLEMENT_OF = "complement_of", "adds up to 100 % with"
    SAME_AS = "same_as", "is the same figure as"


class RelationStatus(TextChoices):
    """Only a confirmed relation is used."""

    PROPOSED = "proposed", "proposed"
    CONFIRMED = "confirmed", "confirmed"
    DECLINED = "declined", "declined"


class Absence(TextChoices):
    """Why there is no value. Absence is never zero, and never lost.

    A blank cell of a month that is not reported (quarterly indicators, months to come) is NOT_DUE and is
    not stored.
    """

    NOT_DUE = "not_due", "Not due"
    AWAITED = "awaited", "Awaited"
    NOT_AVAILABLE = "not_available", "Not available"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_PUBLISHED = "not_published", "Data not published"
    SUPPRESSED = "suppressed", "Data suppressed, see part 2 report"
    NEW_MEASURE = "new_measure", "New measure"
    LOCAL_MEASURE = "local_measure", "Local measure"


class Rating(TextChoices):
    """RAG: against the target, in the council's words. NONE: there is nothing to judge."""

    GREEN = "green", "GREEN"
    AMBER = "amber", "AMBER"
    RED = "red", "RED"
    NONE = "none", "Not rated"


BELOW_EXPECTATION = (Rating.AMBER, Rating.RED)
