"""Fields of the administration's forms; what they say tells what to do."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.administration.targets import HOW_TO_WRITE
from indicators.vocabulary import Unit

_NUMBER = re.compile(r"[0-9A-Za-z]+([.\-/][0-9A-Za-z]+){0,4}", re.ASCII)


def check_number(number: str, stored: str = "") -> None:
    """Raise ValidationError for what is no number of an indicator; `stored`, which came with a workbook, may stay."""
    if number != stored and not _NUMBER.fullmatch(number):
        raise ValidationError("Write the number with digits, letters and points, such as 22.1")


def tidied(text: str, stored: str) -> str:
    """The text with single spaces; the stored one where that is all that differs."""
    return stored if " ".join(text.split()) == " ".join(stored.split()) else " ".join(text.split())


def number_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=12,
        error_messages={
            "required": "Enter the number, such as 22.1",
            "max_length": "Shorten the number: it may have %(limit_value)d characters and has %(show_value)d",
        },
        **kwargs,
    )


def title_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=300,
        error_messages={
            "required": "Enter the title",
            "max_length": "Shorten the title: it may have %(limit_value)d characters and has %(show_value)d",
        },
        **kwargs,
    )


def target_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=200,
        required=False,
        error_messages={
            "max_length": "Shorten the target: it may have %(limit_value)d characters and has %(show_value)d"
        },
        **kwargs,
    )


def reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=300,
        error_messages={
            "required": "Say why",
            "max_length": "Shorten the reason: it may have %(limit_value)d characters and has %(show_value)d",
        },
        **kwargs,
    )


def bound_field(what: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        max_digits=20,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": f"Enter the {what}",
            "invalid": f"Enter the {what} as a number, such as 10 or 2.5",
            "min_value": f"Enter the {what} as 0 or more",
            "max_decimal_places": f"Enter the {what} with no more than 6 decimal places",
            "max_digits": f"Enter the {what} with fewer digits",
            "max_whole_digits": f"Enter the {what} with fewer digits",
        },
        **kwargs,
    )


def unreadable(text: str, unit: Unit) -> str:
    """What is wrong with a target that cannot be read, and what to do."""
    return f"“{text}” cannot be read as a target of the unit {unit.label}. Write {HOW_TO_WRITE}"


def choice_field(choices: Any, required: str, **kwargs: Any) -> forms.ChoiceField:
    messages = {"required": required, "invalid_choice": required}
    return forms.ChoiceField(choices=choices, error_messages=messages, **kwargs)
