"""People, for administrators: who has an account, with which roles, and how they sign in."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Service, User
from accounts.people import services
from accounts.people.forms import InvitationForm, RolesForm
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission


@require_GET
@requires(Permission.ADMINISTER)
def people(request: OfficeRequest) -> HttpResponse:
    everybody = User.objects.prefetch_related("role_assignments__services").order_by("-is_active", "username")
    with_factor = set(
        Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True)
    )
    linked = set(SocialAccount.objects.values_list("user_id", flat=True))
    listed = [
        {
            "person": person,
            "roles": [str(each) for each in person.role_assignments.all()],
            "standing": _standing(person, person.pk in with_factor, person.pk in linked),
        }
        for person in everybody
    ]
    return render(request, "accounts/people/people.html", {"listed": listed})


def _standing(person: User, has_factor: bool, is_linked: bool) -> str:
    if not person.is_active:
        return "Closed"
    if not person.has_usable_password() and not is_linked:
        return "Invited, has not signed in yet"
    ways = ["Single sign-on" if is_linked else "Password"] + (["second factor"] if has_factor else [])
    return " and ".join(ways)


@requires(Permission.ADMINISTER)
def invite(request: OfficeRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            person = services.invite(**form.cleaned_data, by=request.user)
        except services.Refused as refusal:
            form.add_error("username", str(refusal))
        else:
            messages.success(request, f"{person.first_name} is invited. The link was sent by e-mail.")
            return redirect("people:people")
    return render(request, "accounts/people/invite.html", {"form": form})


@requires(Permission.ADMINISTER)
def person(request: OfficeRequest, pk: int) -> HttpResponse:
    """One person: their roles, and what else can be done about their account."""
    person = get_object_or_404(User, pk=pk)
    roles = list(person.role_assignments.values_list("role", flat=True))
    limits = Service.objects.filter(pk__in=person.role_assignments.values("services"))
    form = RolesForm(request.POST or None, initial={"roles": roles, "services": limits})
    if form.is_valid():
        try:
            services.change_roles(person=person, by=request.user, **form.cleaned_data)
        except services.Refused as refusal:
            form.add_error("roles", str(refusal))
        else:
            messages.success(request, f"The roles of {person.username} are saved.")
            return redirect("people:person", pk=pk)
    return render(request, "accounts/people/person.html", {"person": person, "form": form})


@require_POST
@requires(Permission.ADMINISTER)
def change(request: OfficeRequest, pk: int, act: str) -> HttpResponse:
    """Close the account, open it again, or set its sign-in anew."""
    person = get_object_or_404(User, pk=pk)
    service, said = {
        "close": (services.deactivate, "The account is closed. Whoever was signed in with it is out."),
        "open": (services.reactivate, "The account is open again."),
        "anew": (services.set_sign_in_anew, "A new link was sent by e-mail."),
    }[act]
    try:
        service(person=person, by=request.user)
    except services.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("people:person", pk=pk)
