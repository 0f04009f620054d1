"""Who may do what: roles as plain declarations over one enumeration of permissions."""

from enum import StrEnum


class Permission(StrEnum):
    READ_FIGURES = "read figures before they are published"
    ENTER_FIGURES = "enter figures"
    IMPORT_WORKBOOK = "import a workbook"
    APPROVE_FIGURES = "approve figures"
    MANAGE_INDICATORS = "keep the indicators of a year"
    READ_COMMENTARY = "read commentary before it is published"
    WRITE_COMMENTARY = "write commentary and actions"
    AGREE_COMMENTARY = "agree commentary"
    RECORD_QUESTIONS = "record members' questions"
    ANSWER_QUESTIONS = "answer members' questions"
    READ_PART_2 = "read Part 2"
    PUBLISH = "publish a report"
    AGREE_PUBLICATION = "agree to a publication"
    SEARCH_AUDIT = "search the audit trail"
    ADMINISTER = "administer people, datasets and definitions"


OF_ONE_SERVICE = frozenset(
    {
        Permission.READ_FIGURES,
        Permission.ENTER_FIGURES,
        Permission.APPROVE_FIGURES,
        Permission.READ_COMMENTARY,
        Permission.WRITE_COMMENTARY,
        Permission.ANSWER_QUESTIONS,
    }
)
"""What a role that is limited to services still gives, for these. Everything else concerns whole papers, workbooks or
years, in which services are mixed, and the audit trail of all: only a role without limit gives it."""

NEED_SECOND_FACTOR = frozenset(
    {Permission.READ_PART_2, Permission.PUBLISH, Permission.AGREE_PUBLICATION, Permission.ADMINISTER}
)
"""Who holds one of these signs in with a second factor."""


class Role:
    """Base of the declarations below. `name` is stored; `label` and `description` are shown."""

    name: str
    label: str
    description: str
    permissions: frozenset[Permission] = frozenset()


class DataOfficer(Role):
    name = "data_officer"
    label = "Data officer"
    description = "Enters monthly figures and imports the workbook."
    permissions = frozenset({Permission.READ_FIGURES, Permission.ENTER_FIGURES, Permission.IMPORT_WORKBOOK})


class Director(Role):
    name = "director"
    label = "Director"
    description = "Approves the figures of the service, writes its commentary, and agrees to a publication by another."
    permissions = frozenset(
        {
            Permission.READ_FIGURES,
            Permission.APPROVE_FIGURES,
            Permission.READ_COMMENTARY,
            Permission.WRITE_COMMENTARY,
            Permission.ANSWER_QUESTIONS,
            Permission.READ_PART_2,
            Permission.AGREE_PUBLICATION,
        }
    )


class Publisher(Role):
    name = "publisher"
    label = "Publisher"
    description = "Keeps the indicators, agrees commentary, reads the disclosure check, publishes, approves reports."
    permissions = frozenset(
        {
            Permission.READ_FIGURES,
            Permission.MANAGE_INDICATORS,
            Permission.READ_COMMENTARY,
            Permission.AGREE_COMMENTARY,
            Permission.RECORD_QUESTIONS,
            Permission.ANSWER_QUESTIONS,
            Permission.READ_PART_2,
            Permission.PUBLISH,
            Permission.AGREE_PUBLICATION,
            Permission.SEARCH_AUDIT,
        }
    )


class Member(Role):
    name = "member"
    label = "Member"
    description = "A member of the committee. Reads Part 1, as everybody may."


class RestrictedReader(Role):
    name = "restricted_reader"
    label = "Restricted reader"
    description = "An entitled member or officer. Reads Part 2; each reading is logged."
    permissions = frozenset({Permission.READ_PART_2})


class Administrator(Role):
    name = "administrator"
    label = "Administrator"
    description = "Keeps people, roles, datasets and definitions. Reads no Part 2 by that right."
    permissions = frozenset({Permission.ADMINISTER, Permission.SEARCH_AUDIT})


class Auditor(Role):
    name = "auditor"
    label = "Auditor"
    description = "Reads who did what: readings of Part 2, changes, refusals. Sees no figure and changes nothing."
    permissions = frozenset({Permission.SEARCH_AUDIT})


ROLES: dict[str, type[Role]] = {
    role.name: role for role in (DataOfficer, Director, Publisher, Member, RestrictedReader, Administrator, Auditor)
}
