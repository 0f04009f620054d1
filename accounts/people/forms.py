"""Forms about people."""

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from accounts.forms import laid_out
from accounts.models import Service
from accounts.roles import OF_ONE_SERVICE, ROLES

LIMITED = [role for role in ROLES.values() if role.permissions & OF_ONE_SERVICE]


class RolesForm(forms.Form):
    """Roles, and where the council keeps services apart, for which of them each role is."""

    has_services = True

    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=[Choice(role.name, role.label, hint=role.description) for role in ROLES.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.all() if self.has_services else Service.objects.none()
        for role in LIMITED if services else []:
            self.fields[f"{role.name}_services"] = forms.ModelMultipleChoiceField(
                services,
                label=f"{role.label}: only for",
                help_text="None ticked: for all services. Counts where the role above is ticked.",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.helper = laid_out(self, "Save the roles")

    def limits(self) -> dict[str, list[Service]]:
        """Each role that was ticked, with the services that it is limited to."""
        return {role: list(self.cleaned_data.get(f"{role}_services", [])) for role in self.cleaned_data["roles"]}


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
    field_order = ["name", "username", "email", "roles"]
    has_services = False  # on the person's page, once they are there

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = laid_out(self, "Send the invitation")
