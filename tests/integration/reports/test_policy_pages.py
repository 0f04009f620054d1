"""An administrator reads and changes the disclosure policy, sees first what would change, and sees no figure."""

import re
from datetime import date
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from accounts.models import AuditEntry
from indicators.models import Dataset
from reports.making import check
from reports.models import Publication
from reports.policy import SALT
from reports.policy_preview import latest_report, preview
from suppression.models import SuppressionPolicy
from suppression.policies import LABELS, PolicyRefused, StalePolicy, differences, in_words, make_policy
from tests.factories.people import person, person_with
from tests.factories.reports import imported
from tests.factories.reports import publish_commented as publish
from tests.factories.workbooks import example_with

PAGE, NEW = "/office/policy/", "/office/policy/new/"
BEFORE = date(2020, 10, 1)


@pytest.fixture
def administrator(db: None) -> Client:
    browser = Client()
    browser.force_login(person_with("administrator"))
    return browser


def make(**changes: Any) -> SuppressionPolicy:
    said = {"by": person_with("administrator"), "reason": "The panel decided so.", "base_version": 1} | changes
    return make_policy(**said)


# The service


def test_a_change_is_a_new_version_and_the_old_one_stays(publication: Publication) -> None:
    before = publication.policy.parameters
    made = make(smallest_publishable_count=8, hidden_wording="[c] withheld")
    assert (made.version, made.smallest_publishable_count, made.hidden_wording) == (2, 8, "[c] withheld")
    assert made.parameters == before | {"smallest_publishable_count": 8, "hidden_wording": "[c] withheld"}
    publication.refresh_from_db()
    assert (publication.policy.version, publication.policy.parameters) == (1, before)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject, entry.by) == ("made a disclosure policy", "Policy 2", made.made_by)
    assert entry.detail["changed"] == {
        "Smallest count of people that is published": ["6", "8"],
        "Wording of a hidden figure": ["Data suppressed, see part 2 report", "[c] withheld"],
    }


def test_the_next_publication_uses_it_and_says_its_words(publication: Publication, unpublished: Dataset) -> None:
    make(hidden_wording="[c] withheld")
    people = {"by": person_with("publisher"), "agreed_by": person_with("director")}
    assert publish(dataset=unpublished, as_at=BEFORE, **people).policy.version == 2
    page = Client().get(f"/reports/{unpublished.slug}/2020-10/").content.decode()
    assert "[c] withheld" in page
    assert "Data suppressed" not in page
    assert "Data suppressed" in Client().get("/reports/childrens-scrutiny/2020-12/").content.decode()


def test_the_same_change_made_twice_is_one_version(db: None) -> None:
    assert make(protection_width=5) == make(protection_width=5)
    assert SuppressionPolicy.objects.count() == 2
    assert AuditEntry.objects.filter(action="made a disclosure policy").count() == 1


@pytest.mark.parametrize(
    "other", [{"protection_width": 6}, {"reason": "Another reason"}, {"solver_seconds": 6, "protection_width": 5}]
)
def test_another_change_of_a_version_that_was_superseded_is_stale(db: None, other: dict[str, Any]) -> None:
    make(protection_width=5)
    with pytest.raises(StalePolicy) as stale:
        make(**{"protection_width": 5} | other)
    assert stale.value.latest.version == 2
    assert SuppressionPolicy.objects.count() == 2


def between_the_look_and_the_writing(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Somebody makes another version just before this one is written."""

    def while_another_writes(policy: SuppressionPolicy, exclude: Any = None) -> None:
        monkeypatch.undo()
        make(**changes)

    monkeypatch.setattr(SuppressionPolicy, "full_clean", while_another_writes)


def test_another_change_that_was_written_meanwhile_wins(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    between_the_look_and_the_writing(monkeypatch, protection_width=6)
    with pytest.raises(StalePolicy) as stale:
        make(protection_width=5)
    assert (stale.value.latest.version, stale.value.latest.protection_width) == (2, 6)


def test_the_same_change_written_meanwhile_is_one_version(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    between_the_look_and_the_writing(monkeypatch, protection_width=5)
    assert make(protection_width=5).version == 2
    assert SuppressionPolicy.objects.count() == 2
    assert AuditEntry.objects.filter(action="made a disclosure policy").count() == 1


def test_the_same_change_by_somebody_else_is_stale(db: None) -> None:
    make(protection_width=5)
    with pytest.raises(StalePolicy):
        make(protection_width=5, by=person("administrator", username="another"))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "Nothing differs from policy 1"),
        ({"protection_width": 4}, "Nothing differs"),
        ({"protection_width": 0}, "1 or more"),
        ({"smallest_publishable_count": 1}, "2 or more"),
        ({"solver_seconds": 61}, "60 seconds or fewer"),
        ({"hidden_wording": ""}, "blank"),
        ({"protection_width": 5, "reason": "  "}, "blank"),
        ({"protection_width": 5, "base_version": 7}, "There is no policy 7"),
    ],
)
def test_what_is_no_policy_or_no_change_is_refused(db: None, changes: dict[str, Any], why: str) -> None:
    with pytest.raises(PolicyRefused, match=why):
        make(**changes)
    assert SuppressionPolicy.objects.count() == 1


@pytest.mark.parametrize("role", ["data_officer", "director", "publisher", "member", "restricted_reader"])
def test_only_an_administrator_makes_a_policy(db: None, role: str) -> None:
    with pytest.raises(PolicyRefused, match="is not an administrator"):
        make(by=person_with(role), protection_width=5)


def test_every_parameter_has_words_and_differs_by_itself() -> None:
    assert set(LABELS) == set(SuppressionPolicy.parameter_names())
    usual = SuppressionPolicy(version=1)
    for name in SuppressionPolicy.parameter_names():
        value = getattr(usual, name)
        changed = SuppressionPolicy(version=2)
        setattr(changed, name, not value if isinstance(value, bool) else "x" if isinstance(value, str) else value + 1)
        assert [each.label for each in differences(usual, changed)] == [LABELS[name]]
        assert in_words(changed) != in_words(usual), name


# The preview


def test_the_preview_counts_what_would_change_by_indicator(publication: Publication) -> None:
    base = SuppressionPolicy.objects.get()
    (report,) = preview(base, SuppressionPolicy(version=2, **base.parameters | {"smallest_publishable_count": 30}))
    assert report.as_at == publication.as_at
    assert report.then.hidden > report.now.hidden > 0
    assert report.then.loss > report.now.loss
    assert (
        sum(each.newly_hidden - each.newly_shown for each in report.changes) == report.then.hidden - report.now.hidden
    )
    assert all(each.newly_hidden or each.newly_shown for each in report.changes)
    assert report.now.seconds > 0
    (back,) = preview(base, SuppressionPolicy(version=2, **base.parameters | {"smallest_publishable_count": 3}))
    assert sum(each.newly_shown for each in back.changes) > 0


def test_a_policy_that_hides_the_same_changes_nothing(publication: Publication) -> None:
    base = SuppressionPolicy.objects.get()
    (report,) = preview(base, SuppressionPolicy(version=2, **base.parameters | {"hidden_wording": "[c]"}))
    assert report.changes == ()
    assert report.now.hidden == report.then.hidden


def test_the_preview_is_of_the_latest_report_or_the_last_month_with_figures(
    publication: Publication, empty_dataset: Dataset
) -> None:
    assert latest_report(publication.dataset) == publication.as_at
    assert latest_report(empty_dataset) is None
    imported(empty_dataset, example_with({}))
    assert latest_report(empty_dataset) == date(2020, 12, 1)


def test_figures_that_cannot_be_judged_are_said_to_be_without_saying_what_they_are(
    empty_dataset: Dataset, administrator: Client
) -> None:
    imported(empty_dataset, example_with({"X42": 28}))
    page = administrator.post(NEW, form_values() | {"protection_width": "5"}).content.decode()
    assert "Could not be judged. A publisher can see why" in page
    assert "contradict" not in page


# The pages


def form_values(base: int = 1, **changes: Any) -> dict[str, str]:
    policy = SuppressionPolicy.objects.get(version=base)
    return {name: str(value) for name, value in policy.parameters.items()} | {
        "base_version": str(base),
        "reason": "The panel decided so.",
        "preview": "See what would change",
    }


def proposal_in(page: str) -> str:
    found = re.search(r'name="proposal"\s+value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_page_says_what_is_in_force_and_what_each_version_was_used_for(
    publication: Publication, administrator: Client
) -> None:
    make(smallest_publishable_count=8)
    page = " ".join(administrator.get(PAGE).content.decode().split())
    assert "policy 2, in force since" in page
    assert "Counts of 1 to 7 are hidden" in page
    assert "The panel decided so." in page
    assert "Smallest count of people that is published: 6 → 8" in page
    rows = re.findall(r'<th scope="row">(\d)</th>.*?<td class="app-index__figure">(\d+)</td>', page)
    assert rows == [("2", "0"), ("1", "1")]


def test_a_policy_is_previewed_and_then_made(publication: Publication, administrator: Client) -> None:
    assert b"See what would change" in administrator.get(NEW).content
    page = administrator.post(NEW, form_values() | {"smallest_publishable_count": "30"}).content.decode()
    assert "What the new policy would change" in page
    assert "Newly hidden" in page
    assert SuppressionPolicy.objects.count() == 1
    made = administrator.post(NEW, {"proposal": proposal_in(page), "make": "yes"}, follow=True)
    assert made.redirect_chain == [(PAGE, 302)]
    assert "Policy 2 is in force" in made.content.decode()
    assert SuppressionPolicy.objects.latest("version").smallest_publishable_count == 30
    again = administrator.post(NEW, {"proposal": proposal_in(page), "make": "yes"}, follow=True)
    assert again.redirect_chain == [(PAGE, 302)]
    assert SuppressionPolicy.objects.count() == 2


def test_each_preview_is_logged_with_what_was_tried(publication: Publication, administrator: Client) -> None:
    administrator.post(NEW, form_values() | {"protection_width": "5"})
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.by.username) == ("previewed a disclosure policy", "administrator")
    assert entry.detail["changed"] == {"Protection width": ["4", "5"]}


def test_the_numbers_can_be_changed_again_after_the_preview(publication: Publication, administrator: Client) -> None:
    page = administrator.post(NEW, form_values() | {"protection_width": "9"}).content.decode()
    form = administrator.post(NEW, {"proposal": proposal_in(page), "change": "yes"}).content.decode()
    assert re.search(r'name="protection_width"\s+value="9"', form)
    assert "The panel decided so." in form
    assert SuppressionPolicy.objects.count() == 1


def test_another_version_made_meanwhile_is_said_and_both_are_shown(
    publication: Publication, administrator: Client
) -> None:
    page = administrator.post(NEW, form_values() | {"protection_width": "9"}).content.decode()
    make(smallest_average_base=12, reason="Somebody was quicker.", by=person("administrator", username="another"))
    form = administrator.post(NEW, {"proposal": proposal_in(page), "make": "yes"}).content.decode()
    assert "Policy 2 was made meanwhile" in form
    assert "Somebody was quicker." in form
    said = " ".join(re.sub(r"<[^>]+>", " ", form).split())
    assert "Protection width 4 9" in said
    assert "Smallest base of an average 12 8" in said
    assert re.search(r'name="base_version"\s+value="2"', form)
    assert SuppressionPolicy.objects.count() == 2


def test_a_form_that_was_opened_on_an_older_version_is_not_previewed(
    publication: Publication, administrator: Client
) -> None:
    values = form_values() | {"protection_width": "9"}
    make(smallest_average_base=12, by=person("administrator", username="another"))
    form = administrator.post(NEW, values).content.decode()
    assert "Policy 2 was made meanwhile" in form
    assert 'name="proposal"' not in form


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": ""}, "Say why the policy is changed"),
        ({"smallest_publishable_count": "1"}, "Enter 2 or more"),
        ({"solver_seconds": "900"}, "Enter 60 seconds or fewer"),
        ({"weight_of_a_month": "-1"}, "greater than or equal to 0"),
        ({"zeros_may_be_hidden": ""}, "Choose yes or no"),
        ({"protection_width": "four"}, "Enter a whole number"),
        ({"hidden_wording": " "}, "Enter what stands in place"),
        ({}, "Nothing differs from policy 1"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    publication: Publication, administrator: Client, changes: dict[str, str], says: str
) -> None:
    page = administrator.post(NEW, form_values() | changes).content.decode()
    assert "There is a problem" in page
    assert says in page
    assert "proposal" not in page


def test_only_what_was_previewed_by_the_same_person_is_made(publication: Publication, administrator: Client) -> None:
    base = SuppressionPolicy.objects.get()
    of_another = {"by": 0, "base_version": 1, "reason": "x", "parameters": base.parameters | {"protection_width": 9}}
    for proposal in ("nonsense", signing.dumps(of_another, salt=SALT), signing.dumps(of_another)):
        page = administrator.post(NEW, {"proposal": proposal, "make": "yes"}, follow=True)
        assert page.redirect_chain == [(NEW, 302)]
        assert "Start again" in page.content.decode()
    assert SuppressionPolicy.objects.count() == 1


def test_no_page_of_the_policy_has_a_figure_or_a_range(publication: Publication, administrator: Client) -> None:
    page = administrator.post(NEW, form_values() | {"smallest_publishable_count": "30"}).content.decode()
    found = check(publication.dataset, publication.as_at).check
    said = page.partition("<main")[2]
    assert not [item.sentence for item in found.hidden if item.sentence in said]
    assert not [item.label for item in found.hidden if item.label in said]
    assert "0 or more" not in said
    assert "must consider" not in said
