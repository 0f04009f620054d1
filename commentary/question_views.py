"""Office pages of members' questions and action points: recorded by publishers, answered in a report."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_over_sign_in
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from commentary.attempts import SeenForm
from commentary.forms import QUESTION_LABELS, AnswerForm, NewQuestionForm, QuestionForm, ReasonForm
from commentary.history import facts_of, history_of
from commentary.models import MembersQuestion
from commentary.naming import in_reach, latest_definitions, names_of, next_reports
from commentary.pages import FormPage, chosen_dataset, form_page
from commentary.permissions import may_answer, may_read_question
from commentary.question_services import (
    Asked,
    answer_question,
    change_question,
    record_question,
    reopen_question,
)
from commentary.workflow import QuestionState
from indicators.models import Dataset

LABELS = QUESTION_LABELS | {"answer": "Answer", "answered_as_at": "Answered in the report as at"}
OPEN, ANSWERED = QuestionState.OPEN, QuestionState.ANSWERED


@require_safe
@requires(Permission.READ_COMMENTARY)
def questions(request: OfficeRequest, dataset_slug: str = "") -> HttpResponse:
    """Those of a dataset: the outstanding ones, then the answered ones with where."""
    dataset, datasets = chosen_dataset(dataset_slug)
    definitions = in_reach(latest_definitions(dataset), request.user) if dataset else {}
    reads_all = request.user.services(Permission.READ_COMMENTARY) is None
    asked = MembersQuestion.objects.filter(dataset=dataset) if dataset else MembersQuestion.objects.none()
    listed = [each for each in asked if reads_all or each.indicator_id in definitions]
    rows = [(each, definitions.get(each.indicator_id or 0)) for each in listed]
    context = {
        "dataset": dataset,
        "datasets": datasets,
        "outstanding": [row for row in rows if row[0].state == OPEN],
        "answered": [row for row in reversed(rows) if row[0].state == ANSWERED],
        "may_record": request.user.may(Permission.RECORD_QUESTIONS),
    }
    return render(request, "commentary/questions.html", context)


@require_safe
@requires(Permission.READ_COMMENTARY)
def question(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """One with its answer and its history, and what this person can do with it."""
    shown = _question(request, dataset_slug, pk)
    names = names_of(shown.dataset)
    context = {
        "question": shown,
        "facts": facts_of(shown, LABELS, names),
        "history": history_of(shown, LABELS, names),
        "is_open": shown.state == OPEN,
        "may_change": request.user.may(Permission.RECORD_QUESTIONS),
        "may_answer": may_answer(shown, request.user),
    }
    return render(request, "commentary/question.html", context)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_QUESTIONS)
def question_new(request: OfficeRequest, dataset_slug: str) -> HttpResponse:
    """Records one more."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    form = NewQuestionForm(request.POST or None, definitions=latest_definitions(dataset).values())
    page = FormPage(
        title="Record a question or an action point",
        back="Questions and action points",
        back_url=reverse("commentary:questions_of", args=[dataset.slug]),
        lead="It stands in every report, as a matter outstanding, until one answers it.",
    )
    return form_page(
        request,
        form,
        page,
        lambda: record_question(dataset=dataset, asked=_asked(form), by=request.user),
        "Recorded. It stands in every report until it is answered.",
    )


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RECORD_QUESTIONS)
def question_change(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Corrects what was recorded, with a reason."""
    shown = _question(request, dataset_slug, pk)
    form = QuestionForm(
        request.POST or None,
        definitions=latest_definitions(shown.dataset).values(),
        initial={name: getattr(shown, name) for name in (*QUESTION_LABELS, "version")},
    )

    def change() -> None:
        said = form.cleaned_data
        change_question(
            question=shown, asked=_asked(form), reason=said["reason"], by=request.user, version=said["version"]
        )

    return form_page(request, form, _page(shown, "Change what was recorded"), change, "Changed.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_QUESTIONS)
def question_answer(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Answers it in a report."""
    shown = _answerable(request, dataset_slug, pk)
    months = next_reports(shown.dataset, timezone.localdate())
    form = AnswerForm(request.POST or None, months=months, initial={"version": shown.version})

    def answer() -> None:
        said = form.cleaned_data
        answer_question(
            question=shown,
            answer=said["answer"],
            as_at=said["answered_as_at"],
            by=request.user,
            version=said["version"],
        )

    done = "Answered. The report gives the answer once it is published."
    return form_page(request, form, _page(shown, "Answer it"), answer, done)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_QUESTIONS)
def question_reopen(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Makes it outstanding again, with a reason."""
    shown = _answerable(request, dataset_slug, pk)
    title = "Make it outstanding again"
    form = ReasonForm(request.POST or None, state=OPEN, button=title, initial={"version": shown.version})

    def reopen() -> None:
        reopen_question(question=shown, by=request.user, **form.cleaned_data)

    return form_page(request, form, _page(shown, title), reopen, "It is outstanding again.")


def _asked(form: SeenForm) -> Asked:
    return Asked(**{name: form.cleaned_data[name] for name in QUESTION_LABELS})


def _page(shown: MembersQuestion, title: str) -> FormPage:
    return FormPage(
        title=title,
        back=str(shown),
        back_url=reverse("commentary:question", args=[shown.dataset.slug, shown.pk]),
        about=facts_of(shown, LABELS, names_of(shown.dataset)),
    )


def _question(request: OfficeRequest, dataset_slug: str, pk: int) -> MembersQuestion:
    found = MembersQuestion.objects.select_related("dataset", "indicator")
    shown = get_object_or_404(found, dataset__slug=dataset_slug, pk=pk)
    if not may_read_question(shown, request.user):
        raise Http404
    return shown


def _answerable(request: OfficeRequest, dataset_slug: str, pk: int) -> MembersQuestion:
    shown = _question(request, dataset_slug, pk)
    if not may_answer(shown, request.user):
        raise PermissionDenied
    return shown
