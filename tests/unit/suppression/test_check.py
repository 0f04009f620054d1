"""What a publisher is told: one sentence of what is hidden, what is given away, and whether it can be overridden."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reports.override import Override, why_refused
from suppression.check import DisclosureCheck, disclosure_check, possible_numbers
from suppression.engine import Check, Exposure, Interval, Pattern, Ratio, ReaderView, Reason, ReasonKind

VIEW = ReaderView(
    shown={"shown": 3, "n": 12, "d": 40},
    hidden=frozenset({"june", "july"}),
    ratios=(Ratio("ratio", "n", "d", "ratio"),),
)
OVERRIDE = Override("The committee asked for it.", "Section 100 of an Act")


def pattern(*kinds: ReasonKind, proven: bool = True, unprotected: Mapping[str, str] | None = None) -> Pattern:
    hidden = {f"item {place}": Reason(kind, "Hidden because of a test.") for place, kind in enumerate(kinds)}
    return Pattern(hidden, 7, "1", proven, unprotected or {})


def check_of(
    hidden: Pattern, *exposed: Exposure, left: Mapping[str, Any] | None = None, **found: Any
) -> DisclosureCheck:
    """The check of a paper with this pattern. `left`: what a reader is left with, (low, high) or with the number."""
    left = left or {}
    judged = Check(
        feasible=found.pop("feasible", True),
        safe=found.pop("safe", not exposed),
        intervals={key: Interval(*numbers[:2]) for key, numbers in left.items()},
        exposed=exposed,
        message="Not safe. Something is given away.",
        possible={key: numbers[2] for key, numbers in left.items() if len(numbers) == 3},
    )
    return disclosure_check(judged, hidden, {key: key for key in hidden.hidden}, VIEW)


def of_each_kind() -> Pattern:
    kinds = ReasonKind
    return pattern(
        kinds.SECONDARY, kinds.PRIMARY, kinds.PRIMARY, kinds.CARRIED, kinds.SUPPRESSED_AT_SOURCE, kinds.CHOSEN
    )


# What is said of a safe check


def test_the_sentence_counts_what_is_hidden_and_why_and_says_how_far_a_reader_gets() -> None:
    left = {f"item {place}": (0, 12, 13 - place) for place in range(6)}
    assert check_of(of_each_kind(), left=left).message == (
        "Safe to publish. 6 items are hidden: 2 small, 1 to protect them, 1 because they were hidden before, "
        "1 because they came to us suppressed, 1 because a publisher chose to. "
        "No reader can narrow any of them to fewer than 8 possible numbers. "
        "Proven to hide the least possible besides what was chosen."
    )


def test_the_sentence_about_one_hidden_item() -> None:
    said = check_of(pattern(ReasonKind.PRIMARY, proven=False), left={"item 0": (0, None)}).message
    assert said == (
        "Safe to publish. 1 item is hidden: 1 small. No reader can set a limit to any of them. "
        "Not proven to hide the least possible."
    )


def test_nothing_is_hidden() -> None:
    assert check_of(pattern()).message == "Safe to publish. Nothing is hidden."


def test_what_a_reader_may_work_out_of_large_figures_is_not_said_of_all() -> None:
    hidden = pattern(ReasonKind.PRIMARY, ReasonKind.SECONDARY)
    left = {"item 0": (0, 40), "item 1": (60, 60)}
    assert "any of the small ones to fewer than 41 possible" in check_of(hidden, left=left).message


def test_items_of_which_the_check_knows_no_range_are_not_spoken_of() -> None:
    hidden = pattern(ReasonKind.PRIMARY, ReasonKind.SECONDARY)
    assert "any of the small ones to fewer than 10" in check_of(hidden, left={"item 0": (0, 9)}).message
    assert "No reader" not in check_of(hidden, left={}).message


@pytest.mark.parametrize(
    ("interval", "possible", "said"),
    [
        (Interval(0, 12), 13, "0 to 12, 13 numbers"),
        (Interval(0, 12), 4, "0 to 12, 4 numbers"),
        (Interval(0, 120), None, "0 to 120"),
        (Interval(0, None), None, "0 or more"),
        (Interval(60, 60), 1, "exactly 60"),
        (None, None, ""),
    ],
)
def test_what_a_reader_is_left_with(interval: Interval | None, possible: int | None, said: str) -> None:
    assert possible_numbers(interval, possible) == said


# What is given away, and whether two people may publish in spite of it


NARROWED = Exposure("june", "June", "June can be narrowed down.", Interval(2, 4))
EXACT = Exposure("june", "June", "June can be worked out exactly.", Interval(3, 3))
UNJUDGED = Exposure("july", "July", "July could not be judged.")
PLAINLY_SHOWN = Exposure("shown", "May", "May is a small count and is shown.")
SHOWN_RATIO = Exposure("ratio", "the percentage", "The percentage stands for few people.")


def refusal(*exposed: Exposure, public: tuple[str, ...] = (), **found: Any) -> str:
    hidden = pattern(ReasonKind.PRIMARY, unprotected={key: f"{key} is public in October." for key in public})
    return why_refused(check_of(hidden, *exposed, **found), OVERRIDE)


def test_what_is_only_narrowed_down_can_be_overridden() -> None:
    assert refusal(NARROWED) == ""


@pytest.mark.parametrize("exposure", [EXACT, PLAINLY_SHOWN, SHOWN_RATIO], ids=lambda each: each.key)
def test_what_follows_exactly_from_items_in_our_hands_cannot_be_overridden(exposure: Exposure) -> None:
    assert "can be had exactly from items that are still in our hands" in refusal(exposure)
    assert "can be had exactly" in refusal(NARROWED, exposure)


@pytest.mark.parametrize("exposure", [EXACT, PLAINLY_SHOWN, SHOWN_RATIO], ids=lambda each: each.key)
def test_what_is_public_already_can_be_overridden(exposure: Exposure) -> None:
    assert refusal(exposure, public=(exposure.key,)) == ""
    assert refusal(exposure, NARROWED, public=(exposure.key,)) == ""


def test_one_figure_that_is_not_public_yet_is_enough_for_a_refusal() -> None:
    assert refusal(EXACT, PLAINLY_SHOWN, public=("june",)).startswith("May can be had exactly")


@pytest.mark.parametrize("public", [(), ("july",)])
def test_what_could_not_be_judged_cannot_be_overridden(public: tuple[str, ...]) -> None:
    assert refusal(UNJUDGED, public=public).startswith("The check has no answer for July")


def test_a_check_that_could_not_reproduce_the_papers_cannot_be_overridden() -> None:
    assert "could not reproduce" in refusal(feasible=False, safe=False)
    assert "could not reproduce" in refusal(NARROWED, feasible=False)


def test_a_check_that_does_not_say_what_is_exposed_cannot_be_overridden() -> None:
    assert "does not say" in refusal(safe=False)


def test_a_safe_check_cannot_be_overridden() -> None:
    assert "nothing to override" in refusal()
    assert why_refused(check_of(pattern()), None) == ""


def test_without_an_override_an_unsafe_check_refuses_with_its_own_words() -> None:
    assert why_refused(check_of(pattern(), NARROWED), None) == "Not safe. Something is given away."


@pytest.mark.parametrize("missing", ["reason", "legal_basis"])
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_override_needs_a_reason_and_a_legal_basis(missing: str, nothing: str) -> None:
    override = replace(OVERRIDE, **{missing: nothing})
    assert "needs a reason and a legal basis" in why_refused(check_of(pattern(), NARROWED), override)


def test_a_small_figure_that_is_public_already_makes_the_check_unsafe_with_what_is_public_and_where() -> None:
    found = check_of(pattern(unprotected={"may": "May is a small count and was shown in the report of June."}))
    assert not found.safe
    assert found.message == "Not safe. May is a small count and was shown in the report of June."
    assert found.unprotected == ("May is a small count and was shown in the report of June.",)
    assert found.why_no_override == ""
