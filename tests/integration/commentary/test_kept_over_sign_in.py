"""Whoever is signed out while they fill in a form signs in again, and nothing that they typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client

from commentary.models import Action, MembersQuestion, PaperLink, ProgressNote
from commentary.workflow import QuestionState
from indicators.models import Dataset
from tests.factories.commentary import action, indicator_of, question
from tests.factories.people import PASSWORD, person_with
from tests.factories.workflow import responsible

TYPED = "Typed <by> somebody"
Form = tuple[str, str, dict[str, str], Callable[[], bool]]


def answering(dataset: Dataset) -> Form:
    asked = question(dataset)
    form = {"answer": TYPED, "answered_as_at": "2021-01", "version": "1"}
    state = MembersQuestion.objects.filter(pk=asked.pk, answer=TYPED, state=QuestionState.ANSWERED)
    return "publisher", f"/office/questions/small/{asked.pk}/answer/", form, state.exists


def recording(dataset: Dataset) -> Form:
    form = {
        "kind": "question",
        "meeting": "Cabinet",
        "met_on_0": "17",
        "met_on_1": "11",
        "met_on_2": "2020",
        "text": TYPED,
        "for_whom": "Head of Service",
        "indicator": "small-9",
    }
    return "publisher", "/office/questions/small/new/", form, MembersQuestion.objects.filter(text=TYPED).exists


def noting(dataset: Dataset) -> Form:
    raised = action(indicator_of(dataset))
    form = {"text": TYPED, "version": "1"}
    return (
        "director",
        f"/office/actions/small/{raised.pk}/note/",
        form,
        ProgressNote.objects.filter(text=TYPED).exists,
    )


def raising(dataset: Dataset) -> Form:
    form = {
        "indicator": "small-9",
        "what": TYPED,
        "owner": "Head of Service",
        "due_0": "31",
        "due_1": "3",
        "due_2": "2027",
        "as_at": "2021-01",
    }
    return "director", "/office/actions/small/new/", form, Action.objects.filter(what=TYPED).exists


def linking(dataset: Dataset) -> Form:
    form = {"indicator": "small-9", "title": TYPED, "address": "https://reports.example/one"}
    return "director", "/office/links/small/new/", form, PaperLink.objects.filter(title=TYPED).exists


@pytest.mark.parametrize("of", [answering, recording, noting, raising, linking], ids=lambda each: each.__name__)
def test_what_was_typed_goes_on_after_signing_in_again(small: Dataset, of: Callable[[Dataset], Form]) -> None:
    role, address, form, is_stored = of(small)
    browser = Client()
    for more in ({}, {"username": role, "password": "wrong"}):
        response = browser.post(address, form | more)
        assert response.status_code == 401
        assert "Typed &lt;by&gt; somebody" in response.content.decode()
        assert not is_stored()
    response = browser.post(address, form | {"username": role, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    assert is_stored()


def test_a_page_without_a_form_still_leads_to_sign_in(small: Dataset) -> None:
    responsible(person_with("director"), small)
    response = Client().get("/office/actions/small/new/")
    assert response["Location"] == "/account/sign-in/?next=/office/actions/small/new/"
