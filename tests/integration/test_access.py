"""Who may reach what: every address of the project for every role and for nobody, from one table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import AuditEntry, User
from accounts.roles import ROLES
from indicators.benchmark_models import BenchmarkImport
from indicators.models import (
    Benchmark,
    Dataset,
    Figure,
    IndicatorDefinition,
    Measure,
    Outturn,
    RatingOverride,
    WorkbookImport,
)
from reports.models import Publication, PublishedPaper
from suppression.models import ExternalFigure
from tests.factories import benchmarks, commentary
from tests.factories.corrections import file_of
from tests.factories.people import PASSWORD, person_with
from tests.factories.reports import known_elsewhere, rebased, received
from tests.factories.workbooks import example

NOBODY = "nobody"
EVERYONE = (NOBODY, *ROLES)
SIGN_IN = "has to sign in first"
ELSEWHERE = 302
REPORT = {"dataset_slug": "childrens-scrutiny", "as_at": "2020-12"}
DATASET = {"dataset_slug": "childrens-scrutiny"}
YEAR = DATASET | {"year": 2020}
INDICATOR_OF_A_YEAR = YEAR | {"key": "average-caseloads"}
INDICATOR = REPORT | {"key": "number-of-children-looked-after-who-were-adopted"}
FIRST = {"sequence": 1}
DRAWN = REPORT | {"key": "average-caseloads", "place": 0}


@dataclass(frozen=True)
class Access:
    """What each role gets at one address, for one method. `others` is for those signed in who are not named."""

    nobody: int | str
    others: int
    entitled: tuple[str, ...] = ()
    entitled_get: int = 200
    arguments: Any = None

    def of(self, role: str) -> int | str:
        if role == NOBODY:
            return self.nobody
        return self.entitled_get if role in self.entitled else self.others


def public(arguments: Any = None) -> Access:
    return Access(200, 200, arguments=arguments)


def part_2(arguments: Any) -> Access:
    """Those who are not entitled learn nothing, not even that it is there."""
    return Access(SIGN_IN, 404, ("director", "publisher", "restricted_reader"), arguments=arguments)


def reading_drafts(arguments: Any) -> Access:
    """As Part 2, for those who publish or approve: who reads what is published has no right to a draft."""
    return Access(SIGN_IN, 404, ("director", "publisher"), arguments=arguments)


def importing(status: int, arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, ("data_officer",), status, arguments)


def publishing(arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, ("publisher",), arguments=arguments)


AGREES = ("director", "publisher")


def agreeing(arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, AGREES, arguments=arguments)


def keeping_indicators(arguments: Any = None, status: int = 200) -> Access:
    return Access(SIGN_IN, 403, ("publisher",), status, arguments)


GRID = {"dataset_slug": "childrens-scrutiny", "reporting_year": 2020}
CELL = object()
"""Stands for the place of a cell of that year."""
READS_FIGURES = ("data_officer", "director", "publisher")


def reading_figures(arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, READS_FIGURES, arguments=arguments)


def entering_figures(status: int, arguments: Any) -> Access:
    return Access(SIGN_IN, 403, ("data_officer",), status, arguments)


FILE = object()
"""Stands for the name of a file of the report, and its turn where the address has one."""
IMPORT = object()
"""Stands for the key of an import that was read and waits for a decision."""
APPLIED = object()
"""Stands for the key of an import that was applied."""
BENCHMARKS = object()
"""Stands for the key of an import of benchmarks that waits for a decision."""
EXTERNAL_FIGURE = object()
"""Stands for the key of a figure that somebody else publishes."""
REBASING = object()
"""Stands for the key of a rebasing of that indicator."""
SECTION = object()
"""Stands for a section of the dataset."""
QUESTION, ACTION, LINK = object(), object(), object()
"""Stand for a member's question, an action and a link of the dataset."""
COMMENTARY = ("director", "publisher")


def reading_commentary(arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, COMMENTARY, arguments=arguments)


def of_a_kept_form(status: int, entitled: tuple[str, ...], arguments: Any) -> Access:
    """A form that keeps what was typed while nobody is signed in: it asks to sign in by itself."""
    return Access(401, 403, entitled, status, arguments)


def recording_questions(arguments: Any) -> Access:
    return Access(SIGN_IN, 403, ("publisher",), arguments=arguments)


def keeping_actions(arguments: Any) -> Access:
    return Access(SIGN_IN, 403, ("director",), arguments=arguments)


PERSON = object()
"""Stands for the key of somebody with an account."""


def own_account(status: int, arguments: Any = None) -> Access:
    """How one signs in oneself, open to whoever has signed in."""
    return Access(SIGN_IN, status, arguments=arguments)


def keeping_people(status: int, arguments: Any = None) -> Access:
    return Access(SIGN_IN, 403, ("administrator",), status, arguments)


EXPECTED = {
    ("health:live", "GET"): public(),
    ("health:ready", "GET"): public(),
    ("reports:home", "GET"): public(),
    ("reports:index", "GET"): public(REPORT),
    ("reports:summary", "GET"): public(REPORT),
    ("reports:changes", "GET"): public(REPORT),
    ("reports:indicator", "GET"): public(INDICATOR),
    ("reports:chart", "GET"): public(DRAWN),
    ("reports:narrow_chart", "GET"): public(DRAWN),
    ("reports:reports", "GET"): public(),
    ("reports:corrections", "GET"): public(),
    ("reports:how_to_read", "GET"): public(),
    ("reports:accessibility", "GET"): public(),
    ("reports:privacy", "GET"): public(),
    ("reports:search", "GET"): public(),
    ("reports:feed", "GET"): public(),
    ("reports:robots", "GET"): public(),
    ("reports:sitemap", "GET"): public(),
    ("reports:downloads", "GET"): public(REPORT),
    ("reports:file", "GET"): public(FILE),
    ("reports:earlier_index", "GET"): public(REPORT | FIRST),
    ("reports:earlier_summary", "GET"): public(REPORT | FIRST),
    ("reports:earlier_changes", "GET"): public(REPORT | FIRST),
    ("reports:earlier_indicator", "GET"): public(INDICATOR | FIRST),
    ("reports:earlier_chart", "GET"): public(DRAWN | FIRST),
    ("reports:narrow_earlier_chart", "GET"): public(DRAWN | FIRST),
    ("reports:earlier_downloads", "GET"): public(REPORT | FIRST),
    ("reports:earlier_file", "GET"): public(FILE),
    ("reports:schema", "GET"): public({"name": "paper-part-1-version-2"}),
    ("reports:office_home", "GET"): Access(SIGN_IN, 200),
    ("reports:part_2_index", "GET"): part_2(REPORT),
    ("reports:part_2_summary", "GET"): part_2(REPORT),
    ("reports:part_2_changes", "GET"): part_2(REPORT),
    ("reports:part_2_indicator", "GET"): part_2(INDICATOR),
    ("reports:part_2_file", "GET"): part_2(REPORT | {"kind": "csv"}),
    ("reports:part_2_chart", "GET"): part_2(DRAWN),
    ("reports:narrow_part_2_chart", "GET"): part_2(DRAWN),
    ("reports:check_report", "GET"): Access(SIGN_IN, 403, ("publisher",)),
    ("reports:hide_more", "GET"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("reports:hide_more", "POST"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("reports:policy", "GET"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:new_policy", "GET"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:new_policy", "POST"): Access(SIGN_IN, 403, ("administrator",)),
    ("reports:disclosure_check", "GET"): Access(SIGN_IN, 403, ("publisher",), arguments=REPORT),
    ("publishing:reports", "GET"): agreeing(),
    ("publishing:reports", "POST"): of_a_kept_form(200, ("publisher",), None),
    ("publishing:template", "GET"): publishing(DATASET),
    ("publishing:template", "POST"): of_a_kept_form(200, ("publisher",), DATASET),
    ("publishing:report", "GET"): agreeing(REPORT),
    ("publishing:report", "POST"): of_a_kept_form(ELSEWHERE, AGREES, REPORT),
    ("publishing:details", "GET"): publishing(REPORT),
    ("publishing:details", "POST"): of_a_kept_form(200, ("publisher",), REPORT),
    ("publishing:return", "GET"): agreeing(REPORT),
    ("publishing:return", "POST"): of_a_kept_form(200, AGREES, REPORT),
    ("publishing:schedule", "GET"): publishing(REPORT),
    ("publishing:schedule", "POST"): of_a_kept_form(200, ("publisher",), REPORT),
    ("publishing:correct", "GET"): publishing(REPORT),
    ("publishing:correct", "POST"): of_a_kept_form(200, ("publisher",), REPORT),
    ("publishing:withdraw", "GET"): publishing(REPORT),
    ("publishing:withdraw", "POST"): of_a_kept_form(200, ("publisher",), REPORT),
    ("publishing:announce", "GET"): publishing(REPORT),
    ("publishing:announce", "POST"): of_a_kept_form(200, ("publisher",), REPORT),
    ("publishing:next_file", "GET"): Access(SIGN_IN, 405, arguments=REPORT),
    ("publishing:next_file", "POST"): agreeing(REPORT),
    ("publishing:as_now", "GET"): reading_drafts(REPORT),
    ("publishing:preview", "GET"): reading_drafts(REPORT | {"part": 1}),
    ("publishing:preview_file", "GET"): reading_drafts(REPORT | {"part": 2, "kind": "csv"}),
    ("publishing:past", "GET"): reading_drafts(REPORT | FIRST | {"part": 2}),
    ("publishing:past_file", "GET"): reading_drafts(REPORT | FIRST | {"part": 2, "kind": "csv"}),
    ("suppression:external_figures", "GET"): publishing(),
    ("suppression:external_figure_new", "GET"): publishing(),
    ("suppression:external_figure_new", "POST"): publishing(),
    ("suppression:external_figure_withdraw", "GET"): publishing(EXTERNAL_FIGURE),
    ("suppression:external_figure_withdraw", "POST"): publishing(EXTERNAL_FIGURE),
    ("commentary_of_report:choose", "GET"): reading_commentary(),
    ("commentary_of_report:report", "GET"): reading_commentary(REPORT),
    ("commentary_of_report:report", "POST"): of_a_kept_form(200, COMMENTARY, REPORT),
    ("commentary_of_report:editor", "GET"): reading_commentary(INDICATOR),
    ("commentary_of_report:editor", "POST"): of_a_kept_form(200, COMMENTARY, INDICATOR),
    ("commentary_of_report:save", "GET"): Access(SIGN_IN, 405, arguments=INDICATOR),
    ("commentary_of_report:save", "POST"): of_a_kept_form(422, ("director",), INDICATOR),
    ("commentary:questions", "GET"): reading_commentary(),
    ("commentary:questions_of", "GET"): reading_commentary(DATASET),
    ("commentary:question", "GET"): reading_commentary(QUESTION),
    ("commentary:question_new", "GET"): recording_questions(DATASET),
    ("commentary:question_new", "POST"): of_a_kept_form(200, ("publisher",), DATASET),
    ("commentary:question_change", "GET"): recording_questions(QUESTION),
    ("commentary:question_change", "POST"): of_a_kept_form(200, ("publisher",), QUESTION),
    ("commentary:question_answer", "GET"): reading_commentary(QUESTION),
    ("commentary:question_answer", "POST"): of_a_kept_form(200, COMMENTARY, QUESTION),
    ("commentary:question_reopen", "GET"): reading_commentary(QUESTION),
    ("commentary:question_reopen", "POST"): of_a_kept_form(200, COMMENTARY, QUESTION),
    ("commentary:actions", "GET"): reading_commentary(),
    ("commentary:actions_of", "GET"): reading_commentary(DATASET),
    ("commentary:action", "GET"): reading_commentary(ACTION),
    ("commentary:action_new", "GET"): keeping_actions(DATASET),
    ("commentary:action_new", "POST"): of_a_kept_form(200, ("director",), DATASET),
    ("commentary:action_change", "GET"): keeping_actions(ACTION),
    ("commentary:action_change", "POST"): of_a_kept_form(200, ("director",), ACTION),
    ("commentary:action_note", "GET"): keeping_actions(ACTION),
    ("commentary:action_note", "POST"): of_a_kept_form(200, ("director",), ACTION),
    ("commentary:action_finish", "GET"): keeping_actions(ACTION),
    ("commentary:action_finish", "POST"): of_a_kept_form(200, ("director",), ACTION),
    ("commentary:action_reopen", "GET"): keeping_actions(ACTION),
    ("commentary:action_reopen", "POST"): of_a_kept_form(200, ("director",), ACTION),
    ("commentary:links", "GET"): reading_commentary(),
    ("commentary:links_of", "GET"): reading_commentary(DATASET),
    ("commentary:link_new", "GET"): reading_commentary(DATASET),
    ("commentary:link_new", "POST"): of_a_kept_form(200, COMMENTARY, DATASET),
    ("commentary:link_remove", "GET"): reading_commentary(LINK),
    ("commentary:link_remove", "POST"): of_a_kept_form(ELSEWHERE, COMMENTARY, LINK),
    ("administration:datasets", "GET"): keeping_indicators(),
    ("administration:year", "GET"): keeping_indicators(YEAR),
    ("administration:indicator", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:new", "GET"): keeping_indicators(YEAR),
    ("administration:new", "POST"): keeping_indicators(YEAR),
    ("administration:add", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR | {"year": 2021}),
    ("administration:add", "POST"): keeping_indicators(INDICATOR_OF_A_YEAR | {"year": 2021}),
    ("administration:edit", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:edit", "POST"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:retire", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:retire", "POST"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:reinstate", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:reinstate", "POST"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:rebasings", "GET"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:rebasings", "POST"): keeping_indicators(INDICATOR_OF_A_YEAR),
    ("administration:withdraw_rebasing", "GET"): keeping_indicators(REBASING),
    ("administration:withdraw_rebasing", "POST"): keeping_indicators(REBASING),
    ("administration:copy", "GET"): keeping_indicators(YEAR | {"year": 2021}),
    ("administration:copy", "POST"): keeping_indicators(YEAR, ELSEWHERE),
    ("administration:relations", "GET"): keeping_indicators(YEAR),
    ("administration:relations", "POST"): keeping_indicators(YEAR, ELSEWHERE),
    ("administration:state_relation", "GET"): keeping_indicators(YEAR),
    ("administration:state_relation", "POST"): keeping_indicators(YEAR),
    ("administration:sections", "GET"): keeping_indicators(DATASET),
    ("administration:sections", "POST"): keeping_indicators(DATASET),
    ("administration:section", "GET"): keeping_indicators(SECTION),
    ("administration:section", "POST"): keeping_indicators(SECTION),
    ("administration:move_section", "GET"): Access(SIGN_IN, 405, arguments=SECTION),
    ("administration:move_section", "POST"): keeping_indicators(SECTION, ELSEWHERE),
    ("administration:remove_section", "GET"): Access(SIGN_IN, 405, arguments=SECTION),
    ("administration:remove_section", "POST"): keeping_indicators(SECTION, ELSEWHERE),
    ("entry:figures", "GET"): reading_figures(),
    ("entry:grid", "GET"): reading_figures(GRID),
    ("entry:grid", "POST"): of_a_kept_form(ELSEWHERE, ("data_officer",), GRID),
    ("entry:save", "GET"): Access(SIGN_IN, 405, arguments=GRID),
    ("entry:save", "POST"): entering_figures(200, GRID),
    ("entry:paste", "GET"): Access(SIGN_IN, 405, arguments=GRID),
    ("entry:paste", "POST"): entering_figures(400, GRID),
    ("entry:panel", "GET"): reading_figures(CELL),
    ("entry:panel", "POST"): entering_figures(200, CELL),
    ("indicators:imports", "GET"): importing(200),
    ("indicators:imports", "POST"): importing(200),
    ("indicators:import_reading", "GET"): importing(ELSEWHERE, IMPORT),
    ("indicators:import_plan", "GET"): importing(200, IMPORT),
    ("indicators:import_plan", "POST"): importing(200, IMPORT),
    ("indicators:import_columns", "GET"): importing(200, IMPORT),
    ("indicators:import_columns", "POST"): importing(200, IMPORT),
    ("indicators:import_cancel", "GET"): Access(SIGN_IN, 405, arguments=IMPORT),
    ("indicators:import_cancel", "POST"): importing(ELSEWHERE, IMPORT),
    ("indicators:import_rows", "GET"): Access(SIGN_IN, 405, arguments=IMPORT),
    ("indicators:import_rows", "POST"): importing(ELSEWHERE, IMPORT),
    ("indicators:import_comments", "GET"): importing(200, IMPORT),
    ("indicators:import_undo", "GET"): importing(200, APPLIED),
    ("indicators:import_undo", "POST"): importing(ELSEWHERE, APPLIED),
    ("indicators:template", "GET"): importing(200),
    ("indicators:benchmarks", "GET"): importing(200),
    ("indicators:benchmarks", "POST"): importing(200),
    ("indicators:benchmark_matching", "GET"): importing(200, BENCHMARKS),
    ("indicators:benchmark_matching", "POST"): importing(200, BENCHMARKS),
    ("indicators:benchmark_plan", "GET"): importing(200, BENCHMARKS),
    ("indicators:benchmark_plan", "POST"): importing(ELSEWHERE, BENCHMARKS),
    ("indicators:benchmark_cancel", "GET"): Access(SIGN_IN, 405, arguments=BENCHMARKS),
    ("indicators:benchmark_cancel", "POST"): importing(ELSEWHERE, BENCHMARKS),
    ("workflow:submit_year", "GET"): Access(SIGN_IN, 403, ("data_officer",), arguments=YEAR),
    ("workflow:submit_year", "POST"): Access(SIGN_IN, 403, ("data_officer",), arguments=YEAR),
    ("workflow:submit", "GET"): Access(SIGN_IN, 403, ("data_officer",), arguments=YEAR | {"month": "2021-01"}),
    ("workflow:submit", "POST"): Access(SIGN_IN, 403, ("data_officer",), arguments=YEAR | {"month": "2021-01"}),
    ("workflow:approve", "GET"): Access(SIGN_IN, 403, ("director",), arguments=YEAR),
    ("workflow:approve", "POST"): Access(SIGN_IN, 403, ("director",), arguments=YEAR),
    ("workflow:correct", "GET"): Access(SIGN_IN, 403, ("publisher",), arguments=YEAR),
    ("workflow:correct", "POST"): Access(SIGN_IN, 403, ("publisher",), arguments=YEAR),
    ("audit:audit", "GET"): Access(SIGN_IN, 403, ("publisher", "administrator", "auditor")),
    ("audit:download", "GET"): Access(SIGN_IN, 403, ("publisher", "administrator", "auditor")),
    ("accounts:sign_in", "GET"): Access(200, ELSEWHERE),
    ("accounts:sign_in", "POST"): Access(200, ELSEWHERE),
    ("account_login", "GET"): Access(200, ELSEWHERE),
    ("accounts:sign_out", "GET"): Access(405, 405),
    ("accounts:sign_out", "POST"): Access(ELSEWHERE, ELSEWHERE),
    ("account_logout", "POST"): Access(ELSEWHERE, ELSEWHERE),
    ("accounts:invitation", "GET"): Access(410, 410, arguments={"token": "forged"}),
    ("accounts:go_on", "GET"): own_account(ELSEWHERE),
    ("account_change_password", "GET"): own_account(200),
    ("account_change_password", "POST"): own_account(200),
    ("account_set_password", "GET"): own_account(ELSEWHERE),
    ("account_reauthenticate", "GET"): own_account(200),
    ("account_reset_password", "GET"): Access(200, 200),
    ("account_reset_password", "POST"): Access(200, 200),
    ("account_reset_password_done", "GET"): Access(200, 200),
    ("account_reset_password_from_key", "GET"): Access(200, 200, arguments={"uidb36": "1", "key": "forged"}),
    ("account_reset_password_from_key_done", "GET"): Access(200, 200),
    ("mfa_authenticate", "GET"): Access(ELSEWHERE, ELSEWHERE),
    ("mfa_authenticate", "POST"): Access(ELSEWHERE, ELSEWHERE),
    ("mfa_reauthenticate", "GET"): own_account(ELSEWHERE),
    ("mfa_index", "GET"): own_account(200),
    ("mfa_activate_totp", "GET"): own_account(ELSEWHERE),
    ("mfa_deactivate_totp", "GET"): own_account(404),
    ("mfa_view_recovery_codes", "GET"): own_account(404),
    ("mfa_generate_recovery_codes", "GET"): own_account(ELSEWHERE),
    ("mfa_list_webauthn", "GET"): own_account(200),
    ("mfa_add_webauthn", "GET"): own_account(ELSEWHERE),
    ("mfa_remove_webauthn", "GET"): own_account(ELSEWHERE, {"pk": 1}),
    ("usersessions_list", "GET"): own_account(200),
    ("usersessions_list", "POST"): own_account(ELSEWHERE),
    ("mfa_login_webauthn", "GET"): Access(ELSEWHERE, ELSEWHERE),
    ("mfa_login_webauthn", "POST"): Access(ELSEWHERE, ELSEWHERE),
    ("mfa_reauthenticate_webauthn", "GET"): own_account(ELSEWHERE),
    ("openid_connect_login", "GET"): Access(405, 405),
    ("openid_connect_login", "POST"): Access(404, 404),
    ("openid_connect_callback", "GET"): Access(404, 404),
    ("socialaccount_login_cancelled", "GET"): Access(ELSEWHERE, ELSEWHERE),
    ("socialaccount_unlink", "GET"): Access(SIGN_IN, 405),
    ("socialaccount_unlink", "POST"): own_account(ELSEWHERE),
    ("people:people", "GET"): keeping_people(200),
    ("people:invite", "GET"): keeping_people(200),
    ("people:invite", "POST"): keeping_people(200),
    ("people:person", "GET"): keeping_people(200, PERSON),
    ("people:person", "POST"): keeping_people(200, PERSON),
    ("people:close", "GET"): Access(SIGN_IN, 405, arguments=PERSON),
    ("people:close", "POST"): keeping_people(ELSEWHERE, PERSON),
    ("people:open", "POST"): keeping_people(ELSEWHERE, PERSON),
    ("people:anew", "POST"): keeping_people(ELSEWHERE, PERSON),
}
"""One line for each address and method. An address that is not in it fails; those of the admin have a rule below."""


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the project with its full name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        else:
            yield f"{namespace}:{pattern.name}".removeprefix(":"), pattern


ADDRESSES = list(patterns(get_resolver()))


def browser_of(role: str) -> Client:
    browser = Client()
    if role != NOBODY:
        browser.force_login(person_with(role))
    return browser


def is_sent_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse("accounts:sign_in"))


def is_kept_by_no_cache(response: HttpResponse) -> bool:
    return {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}


def told(expected: Access, name: str, publication: Publication) -> Any:
    """The arguments of an address, with what its placeholders stand for made now."""
    arguments = expected.arguments
    if arguments is IMPORT:
        arguments = {"pk": received(publication.dataset, example()).pk}
    elif arguments is APPLIED:
        arguments = {"pk": publication.dataset.imports.get().pk}
    elif arguments is CELL:
        measure = Measure.objects.filter(indicator__dataset=publication.dataset).first()
        arguments = GRID | {"measure": measure.pk, "period": "2020-12"}
    elif arguments is BENCHMARKS:
        arguments = {"pk": benchmarks.received(publication.dataset).pk}
    elif arguments is EXTERNAL_FIGURE:
        arguments = {"pk": known_elsewhere(publication.dataset, "19").pk}
    elif arguments is REBASING:
        arguments = INDICATOR_OF_A_YEAR | {"pk": rebased(publication.dataset, "29").pk}
    elif arguments is SECTION:
        arguments = DATASET | {"pk": publication.dataset.sections.first().pk}
    elif arguments is QUESTION:
        arguments = DATASET | {"pk": commentary.question(publication.dataset).pk}
    elif arguments is ACTION:
        arguments = DATASET | {"pk": commentary.action(publication.dataset.indicators.first()).pk}
    elif arguments is FILE:
        turn = FIRST if name == "reports:earlier_file" else {}
        arguments = REPORT | {"name": file_of(PublishedPaper.objects.get()).name} | turn
    elif arguments is PERSON:
        arguments = {"pk": person_with("member").pk}
    elif arguments is LINK:
        arguments = DATASET | {"pk": commentary.link(publication.dataset.indicators.first()).pk}
    return arguments


@pytest.mark.usefixtures("db")
def test_every_address_of_the_project_is_in_the_table() -> None:
    names = {name for name, _ in ADDRESSES if not name.startswith("admin:")}
    assert names == {name for name, _ in EXPECTED}


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize(("name", "method"), EXPECTED, ids=lambda each: each)
def test_each_role_gets_what_the_table_says(publication: Publication, name: str, method: str, role: str) -> None:
    expected = EXPECTED[name, method]
    arguments = told(expected, name, publication)
    response = browser_of(role).generic(method, reverse(name, kwargs=arguments))
    if expected.of(role) == SIGN_IN:
        assert is_sent_to_sign_in(response)
    else:
        assert response.status_code == expected.of(role)
        assert not is_sent_to_sign_in(response) or expected.nobody == ELSEWHERE
    is_public = expected.nobody == 200 and name.startswith("reports:")
    assert is_kept_by_no_cache(response) != is_public


# Part 2


def headers_but_the_requests_own(response: HttpResponse) -> dict[str, str]:
    """Every request has a number of its own; all else is the same."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


@pytest.mark.parametrize("role", ["data_officer", "member", "administrator"])
@pytest.mark.parametrize("name", ["reports:part_2_index", "reports:part_2_indicator"])
def test_part_2_looks_absent_to_those_who_are_not_entitled(publication: Publication, name: str, role: str) -> None:
    arguments = INDICATOR if name.endswith("indicator") else REPORT
    there = browser_of(role).get(reverse(name, kwargs=arguments))
    absent = browser_of(role).get(reverse(name, kwargs=arguments | {"as_at": "2019-12"}))
    assert there.status_code == absent.status_code == 404
    assert there.content == absent.content
    assert headers_but_the_requests_own(there) == headers_but_the_requests_own(absent)
    assert not AuditEntry.objects.filter(action="read Part 2").exists()


@pytest.mark.parametrize("role", ["restricted_reader", "publisher", "director"])
def test_reading_part_2_is_logged_with_who_and_what(publication: Publication, role: str) -> None:
    browser = browser_of(role)
    browser.get(reverse("reports:part_2_index", kwargs=REPORT))
    browser.get(reverse("reports:part_2_indicator", kwargs=INDICATOR))
    read = AuditEntry.objects.filter(action="read Part 2").order_by("pk")
    assert [entry.by.username for entry in read] == [role, role]
    assert [entry.subject for entry in read] == [
        "Children's Scrutiny Dataset, December 2020",
        "Children's Scrutiny Dataset, December 2020, number-of-children-looked-after-who-were-adopted",
    ]
    assert {entry.detail["sha256"] for entry in read} == {publication.part_2_sha256}


@pytest.mark.parametrize("name", ["reports:part_2_index", "reports:part_2_indicator"])
def test_every_page_of_part_2_says_that_it_is_exempt_and_who_reads_it(publication: Publication, name: str) -> None:
    arguments = INDICATOR if name.endswith("indicator") else REPORT
    page = browser_of("restricted_reader").get(reverse(name, kwargs=arguments)).content.decode()
    assert "Schedule 12A" in page
    assert "paragraphs 1 and 2" in page
    assert "restricted_reader" in page
    assert "not in Part 1" in page


@pytest.mark.parametrize("role", ["member", "data_officer", "administrator"])
def test_those_who_are_not_entitled_are_shown_no_way_to_part_2(publication: Publication, role: str) -> None:
    page = browser_of(role).get(reverse("reports:office_home")).content.decode()
    assert "/part-2/" not in page


def test_an_administrator_who_is_a_superuser_does_not_read_part_2_either(publication: Publication) -> None:
    User.objects.filter(username="administrator").update(is_superuser=True)
    assert browser_of("administrator").get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 404


# The admin


def addresses_in_admin() -> Iterator[tuple[str, str]]:
    """An address for each of the admin's patterns, with a key wherever it wants one."""
    for name, pattern in ADDRESSES:
        if name.startswith("admin:") and pattern.name:
            key = "accounts" if pattern.name == "app_list" else person_with("member").pk
            yield name, reverse(name, args=[key] * pattern.pattern.regex.groups)
    for tail in ("nothing-here/", "accounts/user/1/"):
        yield tail, reverse("admin:index") + tail


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", [role for role in EVERYONE if role != "administrator"])
def test_the_admin_is_closed_to_everybody_but_administrators(publication: Publication, role: str, method: str) -> None:
    browser = browser_of(role)
    for name, address in addresses_in_admin():
        response = browser.generic(method, address)
        assert response.status_code in (302, 403, 404, 405), name
        assert is_kept_by_no_cache(response), name


def test_the_admin_is_open_to_administrators(publication: Publication) -> None:
    browser = browser_of("administrator")
    opened = [name for name, address in addresses_in_admin() if browser.get(address).status_code == 200]
    assert {"admin:index", "admin:app_list", "admin:accounts_user_change"} <= set(opened)
    assert all(
        f"admin:{model._meta.label_lower.replace('.', '_')}_changelist" in opened for model in admin.site._registry
    )


def test_what_administrators_read_is_kept_by_no_cache(publication: Publication) -> None:
    browser = browser_of("administrator")
    assert [name for name, address in addresses_in_admin() if not is_kept_by_no_cache(browser.get(address))] == []


def test_the_admin_registers_no_model_that_holds_figures() -> None:
    registered = set(admin.site._registry)
    edited_within = {inline.model for each in admin.site._registry.values() for inline in each.inlines}
    histories = {model.history.model for model in (Outturn, Benchmark, RatingOverride, IndicatorDefinition)}
    holding_figures = {
        Outturn,
        Benchmark,
        RatingOverride,
        Publication,
        PublishedPaper,
        WorkbookImport,
        BenchmarkImport,
        ExternalFigure,
    } | histories
    assert (registered | edited_within) & holding_figures == set()
    assert not [model for model in registered | edited_within if issubclass(model, Figure)]


@pytest.mark.parametrize("address", ["add/", "{pk}/change/", "{pk}/delete/"])
def test_an_administrator_cannot_change_the_audit_trail(publication: Publication, address: str) -> None:
    entry = AuditEntry.objects.latest("pk")
    place = reverse("admin:accounts_auditentry_changelist") + address.format(pk=entry.pk)
    assert browser_of("administrator").post(place, {"action": "nothing", "post": "yes"}).status_code == 403
    assert AuditEntry.objects.get(pk=entry.pk).action == entry.action


# Signing in and out


def test_a_person_signs_in_and_out(db: None) -> None:
    browser = Client()
    wanted = reverse("reports:office_home")
    first = browser.get(wanted)
    assert first["Location"] == f"{reverse('accounts:sign_in')}?next={wanted}"
    signed_in = browser.post(first["Location"], {"username": "member", "password": PASSWORD})
    assert signed_in["Location"] == wanted
    assert browser.get(wanted).status_code == 200
    browser.post(reverse("accounts:sign_out"))
    assert is_sent_to_sign_in(browser.get(wanted))


def test_a_wrong_password_is_refused_in_words(db: None) -> None:
    page = Client().post(reverse("accounts:sign_in"), {"username": "member", "password": "wrong"})
    assert "do not match" in page.content.decode()


def test_signing_in_leads_nowhere_else(db: None) -> None:
    address = f"{reverse('accounts:sign_in')}?next=https://elsewhere.example/"
    response = Client().post(address, {"username": "member", "password": PASSWORD})
    assert response["Location"] == reverse("reports:office_home")


@pytest.mark.parametrize("role", ROLES)
def test_a_person_who_was_deactivated_is_out_at_once(publication: Publication, role: str) -> None:
    browser = browser_of(role)
    assert browser.get(reverse("reports:office_home")).status_code == 200
    User.objects.filter(username=role).update(is_active=False)
    for name, arguments in (("reports:office_home", None), ("reports:part_2_index", REPORT), ("admin:index", None)):
        way = browser.get(reverse(name, kwargs=arguments), follow=True).redirect_chain
        assert way[-1][0].startswith(reverse("accounts:sign_in"))
    page = Client().post(reverse("accounts:sign_in"), {"username": role, "password": PASSWORD})
    assert page.status_code == 200


def test_a_role_that_was_taken_away_is_gone_at_once(publication: Publication) -> None:
    browser = browser_of("restricted_reader")
    assert browser.get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 200
    person_with("restricted_reader").role_assignments.all().delete()
    assert is_sent_to_sign_in(browser.get(reverse("reports:part_2_index", kwargs=REPORT)))
    assert browser_of("restricted_reader").get(reverse("reports:part_2_index", kwargs=REPORT)).status_code == 404


def test_an_address_that_there_is_not_is_kept_by_no_cache(db: None) -> None:
    for address in ("/nothing-here/", "/office/nothing-here/"):
        response = Client().get(address)
        assert response.status_code == 404
        assert is_kept_by_no_cache(response)


def test_a_form_from_elsewhere_is_refused(dataset: Dataset) -> None:
    waiting = received(dataset, example())
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person_with("data_officer"))
    response = browser.post(reverse("indicators:import_cancel", kwargs={"pk": waiting.pk}))
    assert response.status_code == 403
    assert is_kept_by_no_cache(response)
    waiting.refresh_from_db()
    assert waiting.cancelled_at is None
