"""Forms about people."""

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from accounts.forms import laid_out
from accounts.models import Service
from accounts.roles import ROLES


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[Choice(role.name, role.label, hint=role.description) for role in ROLES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    services = forms.ModelMultipleChoiceField(
        label="Limited to services",
        queryset=Service.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose none for everything. A limited role enters, approves, reads and writes about the indicators "
        "of its services before they are published; it does not open Part 2, import or publish.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Service.objects.exists():
            del self.fields["services"]
        self.helper = laid_out(self, "Save the roles")


class InvitationForm(RolesForm):
    name = forms.CharField(label="Name", max_length=150, error_messages={"required": "Enter the person's name"})
    username = forms.CharField(
        label="User name",
        help_text="What they sign in with: letters, digits, and any of . - _ @",
        max_length=150,
        validators=[UnicodeUsernameValidator(message="Use letters, digits, and any of . - _ @ in the user name")],
        error_messages={"required": "Enter the user name"},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="The link by which they set a password goes here. It is good for seven days, once.",
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an address such as name@council.example",
        },
    )
    field_order = ["name", "username", "email", "roles", "services"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = laid_out(self, "Send the invitation")
