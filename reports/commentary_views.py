"""Pages of commentary: a director writes about the exceptions of a report, the publisher agrees or returns it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.kept import kept_over_sign_in
from accounts.models import User
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from commentary.models import AddedException, Commentary, Kind
from commentary.moving import Clash, Refused
from commentary.services import (
    add_exception,
    agree_commentary,
    correct_commentary,
    remove_exception,
    reopen_commentary,
    return_commentary,
    submit_commentary,
    withdraw_commentary,
    write_commentary,
)
from indicators.models import Dataset, Indicator
from reports.assemble import NothingToReport
from reports.commentary_checked import checked_texts, keep
from reports.commentary_forms import DAMAGED, CommentaryForm, ExceptionForm, ReportForm, WordForm
from reports.commentary_pages import EditorPage, editor_page, editor_url, report_page
from reports.wording import benchmark_sentence, indicator_sentence

WORDS = {
    "return": ("Comment", "What is wrong, and what the director should do.", "Say what is wrong before you return it"),
    "reopen": ("Reason", "Kept with your name in its history.", "Say why it is reopened"),
    "correct": ("Reason", "Kept with your name in its history.", "Say why it is opened for correction"),
}
"""The moves that need words: the field's label, its hint, and what is said where it is empty."""

BUTTONS = (
    ("write", "save", "Save draft", False),
    ("write", "submit", "Submit", True),
    ("withdraw", "withdraw", "Withdraw", False),
    ("agree", "agree", "Agree", True),
    ("return", "return", "Return", False),
    ("reopen", "reopen", "Reopen", False),
    ("correct", "correct", "Open for correction", False),
)
"""For whom may make the move: what the button does, its label, and whether it is the one that stands out."""

DONE = {
    "keep": "Kept, with your reason.",
    "submit": "Submitted. The publisher agrees or returns it.",
    "withdraw": "Withdrawn. It is a draft again.",
    "agree": "Agreed. It stands in the report.",
    "return": "Returned to the director, with your comment.",
    "reopen": "Reopened. It is a draft again.",
    "correct": "Opened for correction. What is published stays until the report is published again.",
}


@require_safe
@requires(Permission.READ_COMMENTARY)
def choose(request: OfficeRequest) -> HttpResponse:
    """For which report."""
    form = ReportForm(request.GET if "as_at" in request.GET else None)
    if form.is_valid():
        dataset, as_at = form.cleaned_data["dataset"], form.cleaned_data["as_at"]
        return redirect("commentary_of_report:report", dataset.slug, as_at)
    return render(request, "commentary/choose.html", {"form": form})


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ_COMMENTARY)
def report(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """The exceptions of a report; a director adds one, or takes it away."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    try:
        page = report_page(dataset, as_at, request.user)
    except NothingToReport as reason:
        raise Http404 from reason
    form = ExceptionForm(request.POST if "add" in request.POST else None, indicators=page.addable)
    if "remove" in request.POST:
        return _remove(request, dataset, as_at)
    if form.is_valid():
        said = form.cleaned_data
        indicator = get_object_or_404(Indicator, dataset=dataset, key=said["indicator"])
        try:
            add_exception(
                indicator=indicator, as_at=as_at, kind=Kind(said["kind"]), reason=said["reason"], by=request.user
            )
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return redirect(editor_url(dataset, as_at, indicator.key))
    context = {"page": page, "form": form, "may_write": request.user.may(Permission.WRITE_COMMENTARY)}
    return render(request, "commentary/report.html", context)


def _remove(request: OfficeRequest, dataset: Dataset, as_at: date) -> HttpResponse:
    added = AddedException.objects.filter(
        indicator__dataset=dataset, as_at=as_at, indicator__key=request.POST["remove"]
    ).first()
    if added is not None:
        try:
            remove_exception(added=added, by=request.user)
        except Refused as reason:
            messages.warning(request, str(reason))
        else:
            messages.success(request, "The exception is taken away. What was written about it is kept.")
    return redirect(request.path)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ_COMMENTARY)
def editor(request: OfficeRequest, dataset_slug: str, as_at: date, key: str) -> HttpResponse:
    """One exception: its facts, the texts, what is found in them, and what can be done."""
    indicator = get_object_or_404(Indicator.objects.select_related("dataset"), dataset__slug=dataset_slug, key=key)
    page = _page(indicator, as_at, request)
    if request.method != "POST":
        return _render(request, page, CommentaryForm(initial=_initial(request, page)))
    form = CommentaryForm(request.POST)
    do, _, which = request.POST.get("do", "save").partition(":")
    word = _word_form(do, request.POST) if do in WORDS else None
    if (word is not None and not word.is_valid()) or not form.is_valid():
        return _render(request, page, form, word=word, do=do)
    commentary, version = page.commentary, form.cleaned_data["version"]
    try:
        if do in ("save", "submit") or (do == "keep" and "write" in page.moves):
            commentary = _write(indicator, as_at, form, request.user)
            version = commentary.version
        if commentary is None:
            raise Refused("There is nothing written yet.")
        if do == "keep":
            keep(which, commentary, page, request.POST.get(f"reason-{which}", ""), request.user)
        else:
            _move(do, commentary, page, request.user, version, word.cleaned_data["reason"] if word else "")
    except Clash as clash:
        return _render(request, _page(indicator, as_at, request), form, clash=clash)
    except Refused as reason:
        page = _page(indicator, as_at, request)
        return _render(request, page, form, refusal=str(reason), version=version)
    messages.success(request, DONE.get(do) or f"Saved at {timezone.localtime():%H:%M}.")
    return redirect(request.path)


FIELDS = ("part_1", "part_2", "version")


@kept_over_sign_in
@require_POST
@requires(Permission.WRITE_COMMENTARY)
def save(request: OfficeRequest, dataset_slug: str, as_at: date, key: str) -> JsonResponse:
    """Keep a draft as it is typed, and say what is found in it: `version`, and the page's part with what is found.

    Answers 409 where somebody else has saved another text, and 422 where it cannot be kept; both with a `message`.
    """
    indicator = get_object_or_404(Indicator.objects.select_related("dataset"), dataset__slug=dataset_slug, key=key)
    page = _page(indicator, as_at, request)
    form = CommentaryForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"message": " ".join(str(each) for errors in form.errors.values() for each in errors)}, status=422
        )
    try:
        commentary = _write(indicator, as_at, form, request.user)
    except Clash as clash:
        return JsonResponse({"message": str(clash)}, status=409)
    except Refused as reason:
        return JsonResponse({"message": str(reason)}, status=422)
    checked = checked_texts(page, commentary.part_1, commentary.part_2)
    html = render_to_string("commentary/checked.html", {"checked": checked, "may_keep": True}, request)
    return JsonResponse({"version": commentary.version, "checked": html})


def _write(indicator: Indicator, as_at: date, form: CommentaryForm, by: User) -> Commentary:
    said = {name: form.cleaned_data[name] for name in FIELDS}
    return write_commentary(indicator=indicator, as_at=as_at, by=by, **said)


def _page(indicator: Indicator, as_at: date, request: OfficeRequest) -> EditorPage:
    try:
        page = editor_page(indicator.dataset, as_at, indicator, request.user)
    except NothingToReport as reason:
        raise Http404 from reason
    if page is None:
        raise Http404
    return page


def _initial(request: OfficeRequest, page: EditorPage) -> dict[str, Any]:
    """What is stored; on request the last report's texts, where nothing is written yet."""
    stored = page.commentary
    if stored is not None and not stored.is_empty:
        return {"part_1": stored.part_1, "part_2": stored.part_2, "version": stored.version}
    last = page.earlier[0] if page.earlier and "last" in request.GET else None
    return {
        "part_1": last.text if last else "",
        "part_2": last.part_2 if last else "",
        "version": stored.version if stored else 0,
    }


def _move(do: str, commentary: Commentary, page: EditorPage, by: User, version: int, word: str) -> None:
    """Do what a button says. Raises Refused, and Clash."""
    if do == "submit":
        checked = checked_texts(page, commentary.part_1, commentary.part_2)
        findings = [finding for text in checked for finding in text.findings]
        submit_commentary(commentary=commentary, by=by, findings=findings)
        return
    moves: dict[str, Callable[[], object]] = {
        "withdraw": lambda: withdraw_commentary(commentary=commentary, by=by, version=version),
        "agree": lambda: agree_commentary(commentary=commentary, by=by, version=version),
        "return": lambda: return_commentary(commentary=commentary, comment=word, by=by, version=version),
        "reopen": lambda: reopen_commentary(commentary=commentary, reason=word, by=by, version=version),
        "correct": lambda: correct_commentary(commentary=commentary, reason=word, by=by, version=version),
        "save": lambda: None,  # it is written
    }
    if do not in moves:
        raise Refused(DAMAGED)
    moves[do]()


def _word_form(do: str, data: Any = None) -> WordForm:
    label, help_text, missing = WORDS[do]
    return WordForm(data, label=label, help_text=help_text, missing=missing)


def _render(
    request: OfficeRequest,
    page: EditorPage,
    form: CommentaryForm,
    *,
    word: WordForm | None = None,
    do: str = "",
    clash: Clash | None = None,
    refusal: str = "",
    version: int | None = None,
) -> HttpResponse:
    """The page with what was typed, over `version` where one was written with it."""
    said = {name: "" if form[name].value() is None else form[name].value() for name in FIELDS}
    if version is not None:
        said["version"] = version
    typed = said
    may_write = "write" in page.moves
    if not may_write and page.commentary:
        said = {name: getattr(page.commentary, name) for name in FIELDS}
    stored = clash.stored if clash else None
    if may_write and isinstance(stored, Commentary):
        said["version"] = stored.version if stored.pk else 0
    needed = next((each for each in WORDS if each in page.moves), "")
    context = {
        "page": page,
        "form": form,
        "said": said,
        "checked": checked_texts(page, said["part_1"], said["part_2"]),
        "word": word or (_word_form(needed) if needed else None),
        "word_for": do if word else needed,
        "buttons": [button for move, *button in BUTTONS if move in page.moves],
        "clash": stored,
        "refusal": refusal,
        "sentence": indicator_sentence(page.shown, page.draft.part_2.hidden_wording),
        "benchmarks": benchmark_sentence(page.shown),
        "may_write": may_write,
        "may_keep": may_write or "agree" in page.moves,
        "typed": typed if form.is_bound and not may_write and (typed["part_1"] or typed["part_2"]) else None,
        "is_unchanged": bool(page.last_text and said["part_1"].replace("\r\n", "\n") == page.last_text),
        "today": timezone.localdate(),
    }
    return render(request, "commentary/editor.html", context)
