"""Who may do what: roles as plain declarations over one enumeration of permissions."""

from enum import StrEnum


class Permission(StrEnum):
    IMPORT_WORKBOOK = "import a workbook"
    READ_PART_2 = "read Part 2"
    PUBLISH = "publish a report"
    AGREE_PUBLICATION = "agree to a publication"
    ADMINISTER = "administer people, datasets and definitions"


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
    permissions = frozenset({Permission.IMPORT_WORKBOOK})


class Director(Role):
    name = "director"
    label = "Director"
    description = "Reads everything of the service and agrees to a publication that somebody else prepared."
    permissions = frozenset({Permission.READ_PART_2, Permission.AGREE_PUBLICATION})


class Publisher(Role):
    name = "publisher"
    label = "Publisher"
    description = "Assembles the report, reads the disclosure check and publishes Part 1 and Part 2."
    permissions = frozenset({Permission.READ_PART_2, Permission.PUBLISH})


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
    permissions = frozenset({Permission.ADMINISTER})


ROLES: dict[str, type[Role]] = {
    role.name: role for role in (DataOfficer, Director, Publisher, Member, RestrictedReader, Administrator)
}
