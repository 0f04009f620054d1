"""From an invitation to an account: the link, the first password, and what administrators do with people."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import invitations
from accounts.models import AuditEntry, User
from accounts.people import services
from tests.factories.people import PASSWORD, person_with
from tests.factories.second_factors import signed_in
from tests.integration.signing_in.conftest import SetClock

NEW = {"password1": "three unrelated words", "password2": "three unrelated words"}
NEWCOMER = {"name": "A Newcomer", "username": "newcomer", "email": "newcomer@council.example"}
INVITED = NEWCOMER | {"roles": ["data_officer"]}


@pytest.fixture
def administrator(db: None) -> User:
    return person_with("administrator")


@pytest.fixture
def newcomer(administrator: User) -> User:
    return services.invite(**INVITED, by=administrator)


def path(person: User) -> str:
    return "/account/invitation/" + invitations.token(person) + "/"


def test_an_administrator_invites_and_the_person_comes_in(administrator: User, committing: None) -> None:
    answer = signed_in(administrator).post("/office/people/invite/", INVITED)
    assert answer.status_code == 302
    [message] = mail.outbox
    assert message.to == ["newcomer@council.example"]
    [link] = re.findall(r"http://localhost:8000(/\S+)", message.body)
    browser = Client()
    assert "newcomer" in browser.get(link).content.decode()
    assert browser.post(link, NEW)["Location"] == "/office/"
    assert browser.get("/office/").status_code == 200
    assert User.objects.get(username="newcomer").role_assignments.get().role == "data_officer"
    actions = list(AuditEntry.objects.filter(subject="newcomer").order_by("pk").values_list("action", flat=True))
    assert actions == ["invited person", "accepted an invitation", "signed in"]
    assert link not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_before_that_no_password_signs_the_person_in(newcomer: User) -> None:
    assert not newcomer.has_usable_password()
    for password in ("", "!", newcomer.password):
        Client().post("/account/sign-in/", {"username": "newcomer", "password": password})
    assert not AuditEntry.objects.filter(action="signed in", subject="newcomer").exists()


def used(newcomer: User, administrator: User, clock: SetClock) -> None:
    Client().post(path(newcomer), NEW)


def sent_again(newcomer: User, administrator: User, clock: SetClock) -> None:
    services.set_sign_in_anew(person=newcomer, by=administrator)


def closed(newcomer: User, administrator: User, clock: SetClock) -> None:
    services.deactivate(person=newcomer, by=administrator)


def week_old(newcomer: User, administrator: User, clock: SetClock) -> None:
    clock(days=7, seconds=1)


@pytest.mark.parametrize("ended", [used, sent_again, closed, week_old], ids=lambda each: each.__name__)
def test_a_link_is_no_longer_good_once_it_was(
    newcomer: User, administrator: User, clock: SetClock, ended: Any
) -> None:
    link = path(newcomer)
    assert Client().get(link).status_code == 200
    ended(newcomer, administrator, clock)
    password = User.objects.get(pk=newcomer.pk).password
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password1": "of an attacker x", "password2": "of an attacker x"}).status_code == 410
    assert User.objects.get(pk=newcomer.pk).password == password


def test_a_link_that_was_tampered_with_is_refused(newcomer: User) -> None:
    token = invitations.token(newcomer)
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x" + token, "1"):
        assert Client().get(f"/account/invitation/{forged}/").status_code == 410


@pytest.mark.parametrize("password", ["short", "elevenchars", "123456789012345", "newcomer1234"])
def test_a_weak_password_is_refused(newcomer: User, password: str) -> None:
    page = Client().post(path(newcomer), {"password1": password, "password2": password})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


def test_nobody_comes_in_without_an_invitation(db: None) -> None:
    for address in (
        "/account/signup/",
        "/account/sign-up/",
        "/account/email/",
        "/account/signing-in/passkeys/sign-up/",
    ):
        assert Client().get(address).status_code == 404


def test_a_user_name_is_given_once(administrator: User) -> None:
    page = signed_in(administrator).post("/office/people/invite/", INVITED | {"username": "Member"})
    assert "already somebody with the user name Member" in page.content.decode()


def test_administrators_do_not_lock_themselves_out(administrator: User) -> None:
    browser = signed_in(administrator)
    own = f"/office/people/{administrator.pk}/"
    assert "cannot take the administrator" in browser.post(own, {"roles": ["member"]}).content.decode()
    assert "cannot close your own account" in browser.post(f"{own}close/", follow=True).content.decode()
    assert User.objects.get(pk=administrator.pk).is_active
    assert administrator.role_assignments.get().role == "administrator"


def test_a_change_of_roles_is_recorded_with_from_and_to(administrator: User) -> None:
    member = person_with("member")
    signed_in(administrator).post(f"/office/people/{member.pk}/", {"roles": ["member", "director"]})
    entry = AuditEntry.objects.get(action="changed roles")
    assert (entry.subject, entry.by) == ("member", administrator)
    assert entry.detail == {"from": ["member"], "to": ["director", "member"]}


def test_the_list_says_how_each_person_signs_in(administrator: User, newcomer: User) -> None:
    page = signed_in(administrator).get("/office/people/").content.decode()
    assert "Invited, has not signed in yet" in page
    assert "Data officer" in page


def test_the_first_administrator_of_an_empty_database_gets_a_link(db: None, capsys: Any) -> None:
    User.objects.filter(role_assignments__role="administrator").update(is_active=False)
    call_command("invite_administrator", "first", "First Person", "first@council.example")
    [link] = re.findall(r"http://localhost:8000(/\S+)", capsys.readouterr().out)
    assert Client().get(link).status_code == 200
    assert User.objects.get(username="first").role_assignments.get().role == "administrator"


def test_it_is_only_for_the_first(db: None) -> None:
    with pytest.raises(CommandError, match="already an administrator"):
        call_command("invite_administrator", "second", "Second Person", "second@council.example")


# A forgotten password


def ask(email: str) -> Any:
    return Client().post("/account/password/forgotten/", {"email": email}, follow=True)


@pytest.fixture
def member(db: None) -> User:
    member = person_with("member")
    member.email = "member@council.example"
    member.save()
    return member


def test_the_answer_is_the_same_for_an_address_that_nobody_has(member: User) -> None:
    known, unknown = ask("member@council.example"), ask("nobody@council.example")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [message.to for message in mail.outbox] == [["member@council.example"]]


def test_a_link_sets_a_password_once_and_ends_every_session(member: User) -> None:
    elsewhere = signed_in(member)
    ask("Member@council.example")
    [link] = re.findall(r"http://localhost:8000(/\S+)", mail.outbox[0].body)
    browser = Client()
    form = browser.get(link, follow=True)
    answer = browser.post(form.redirect_chain[-1][0], NEW, follow=True)
    assert "Your password is set" in answer.content.decode()
    assert elsewhere.get("/office/").status_code == 302
    assert browser.get("/office/").status_code == 302, "the link alone signs in"
    assert Client().post("/account/sign-in/", {"username": "member", "password": NEW["password1"]}).status_code == 302
    assert "no longer good" in Client().get(link, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="set a forgotten password", subject="member").exists()


@pytest.mark.parametrize("state", ["closed", "invited"])
def test_who_is_closed_or_has_set_no_password_yet_is_sent_nothing(member: User, state: str) -> None:
    if state == "closed":
        User.objects.filter(pk=member.pk).update(is_active=False)
    else:
        member.set_unusable_password()
        member.save()
    ask("member@council.example")
    assert mail.outbox == []


def test_a_password_is_not_enough_to_change_it(member: User) -> None:
    browser = signed_in(member)
    page = browser.post("/account/password/", NEW | {"oldpassword": "not " + PASSWORD})
    assert "not your password" in page.content.decode()
    assert User.objects.get(pk=member.pk).check_password(PASSWORD)
