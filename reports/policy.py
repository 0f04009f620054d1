"""Office pages of the disclosure policy: what it says, its versions, and a new one with a preview. No figures."""

from itertools import pairwise, zip_longest
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from accounts.services import record
from reports.policy_preview import preview
from suppression.models import SuppressionPolicy
from suppression.policies import PolicyRefused, StalePolicy, differences, in_words, make_policy
from suppression.policy_form import PolicyForm

SALT = "a proposed disclosure policy"


@require_safe
@requires(Permission.ADMINISTER)
def policy(request: OfficeRequest) -> HttpResponse:
    """The policy in force in plain English, and every version: who made it, when, why, and how much it was used."""
    policies = SuppressionPolicy.objects.select_related("made_by").annotate(uses=Count("publications"))
    versions = list(policies.order_by("-version"))
    changes = [differences(before, after) for after, before in pairwise(versions)]
    context = {
        "policy": versions[0],
        "words": in_words(versions[0]),
        "versions": list(zip_longest(versions, changes, fillvalue=[])),
    }
    return render(request, "reports/policy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ADMINISTER)
def new_policy(request: OfficeRequest) -> HttpResponse:
    """The form; then the preview of what it would change; then the new version. Nothing counts before the last."""
    base = SuppressionPolicy.objects.latest("version")
    if "proposal" in request.POST:
        return _decide(request, base)
    form = PolicyForm(base, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _form(request, form)
    if form.cleaned_data["base_version"] != base.version:
        return _form_again(request, base, form.instance.parameters, form.cleaned_data["reason"], newer=base)
    proposed = form.instance
    record(
        action="previewed a disclosure policy",
        subject=f"Policy {proposed.version}, proposed",
        by=request.user,
        changed={each.label: [each.before, each.after] for each in differences(base, proposed)},
    )
    proposal = {
        "by": request.user.pk,
        "base_version": base.version,
        "reason": form.cleaned_data["reason"],
        "parameters": proposed.parameters,
    }
    context = {
        "base": base,
        "differences": differences(base, proposed),
        "reason": form.cleaned_data["reason"],
        "previews": preview(base, proposed),
        "proposal": signing.dumps(proposal, salt=SALT),
    }
    return render(request, "reports/policy_preview.html", context)


def _decide(request: OfficeRequest, base: SuppressionPolicy) -> HttpResponse:
    """Make the policy that was previewed, or go back to its numbers. It is signed, so that it cannot differ."""
    try:
        proposal: dict[str, Any] = signing.loads(request.POST["proposal"], salt=SALT)
    except signing.BadSignature:
        proposal = {}
    if proposal.get("by") != request.user.pk:
        messages.error(request, "That preview is not yours, or is damaged. Start again.")
        return redirect("reports:new_policy")
    parameters, reason = proposal["parameters"], proposal["reason"]
    if "make" not in request.POST:
        return _form_again(request, base, parameters, reason)
    try:
        made = make_policy(by=request.user, reason=reason, base_version=proposal["base_version"], **parameters)
    except StalePolicy as stale:
        return _form_again(request, stale.latest, parameters, reason, newer=stale.latest)
    except PolicyRefused as refusal:
        messages.error(request, str(refusal))
        return _form_again(request, base, parameters, reason)
    messages.success(request, f"Policy {made.version} is in force. Every publication from now on uses it.")
    return redirect("reports:policy")


def _form_again(
    request: OfficeRequest,
    base: SuppressionPolicy,
    parameters: dict[str, Any],
    reason: str,
    newer: SuppressionPolicy | None = None,
) -> HttpResponse:
    """The form with what somebody proposed, on top of `base`; and what `newer`, made meanwhile, has differently."""
    form = PolicyForm(base, initial=parameters | {"reason": reason})
    proposed = SuppressionPolicy(version=base.version + 1, **parameters)
    return _form(request, form, newer=newer, differences=differences(base, proposed) if newer else [])


def _form(request: OfficeRequest, form: PolicyForm, **context: object) -> HttpResponse:
    return render(request, "reports/policy_new.html", {"form": form, "base": form.base} | context)
