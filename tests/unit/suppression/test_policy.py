"""The policy: every parameter of the engine comes from the record, and the database refuses what the engine does."""

from dataclasses import fields
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from suppression.engine import Policy, Weights
from suppression.models import SuppressionPolicy

OF_THE_PAPER = {"hidden_wording"}


def another(value: Any) -> Any:
    return not value if isinstance(value, bool) else value + 1


def test_every_parameter_of_the_engine_is_set_from_the_record() -> None:
    record = SuppressionPolicy(version=7)
    for name in record.parameter_names():
        if name not in OF_THE_PAPER:
            setattr(record, name, another(getattr(record, name)))
    policy, default = record.for_engine(), Policy()
    assert [each.name for each in fields(Policy) if getattr(policy, each.name) == getattr(default, each.name)] == []
    weights, usual = policy.weights, default.weights
    assert [each.name for each in fields(Weights) if getattr(weights, each.name) == getattr(usual, each.name)] == []


def test_every_parameter_of_the_record_goes_to_the_engine_or_into_the_paper() -> None:
    usual = SuppressionPolicy(version=1)
    ignored = []
    for name in usual.parameter_names():
        record = SuppressionPolicy(version=1)
        if name not in OF_THE_PAPER:
            setattr(record, name, another(getattr(record, name)))
            ignored += [name] * (record.for_engine() == usual.for_engine())
    assert ignored == []


def test_the_defaults_of_the_record_are_those_of_the_engine() -> None:
    policy = SuppressionPolicy(version=1).for_engine()
    assert policy == Policy(version="1")


@pytest.mark.django_db
def test_version_1_is_the_default_policy() -> None:
    record = SuppressionPolicy.objects.get(version=1)
    assert record.parameters == SuppressionPolicy(version=1).parameters


REFUSED = [
    ("smallest_publishable_count", 1),
    ("smallest_percentage_denominator", 0),
    ("smallest_all_or_nothing_denominator", 0),
    ("smallest_average_base", 0),
    ("protection_width", 0),
    ("solver_seconds", 0),
    ("solver_seconds", 61),
    ("hidden_wording", ""),
    *((name, -1) for name in SuppressionPolicy.parameter_names() if name.startswith("weight_")),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_would_be_no_policy_is_refused_by_form_engine_and_database(name: str, value: Any) -> None:
    record = SuppressionPolicy(version=2, reason="A test", **{name: value})
    with pytest.raises(ValidationError) as refused:
        record.clean_fields(exclude={"made_by"})
    assert set(refused.value.message_dict) == {name}
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    if name in OF_THE_PAPER or value == 1:
        return  # the engine also serves cases in which nothing is small
    with pytest.raises(ValueError):
        record.for_engine()
