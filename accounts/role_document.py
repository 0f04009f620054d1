"""Who may do what, as the document has it: written from the declarations of roles, and held against them by a test."""

from accounts.roles import OF_ONE_SERVICE, ROLES, Permission

OPENING, CLOSING = "<!-- roles -->", "<!-- end: roles -->"


def table() -> str:
    """A row for each permission, a column for each role, in Markdown."""
    roles = ROLES.values()
    lines = [
        f"| May | {' | '.join(role.label for role in roles)} | Limited to a service |",
        f"|---|{'---|' * (len(ROLES) + 1)}",
    ]
    for permission in Permission:
        marks = ["yes" if permission in role.permissions else "–" for role in roles]
        limited = "for its indicators" if permission in OF_ONE_SERVICE else "no"
        lines.append(f"| {permission} | {' | '.join(marks)} | {limited} |")
    return "\n".join(lines)


def document(text: str) -> str:
    """The document with the table written anew between its marks. Raises ValueError where they are missing."""
    before, start, rest = text.partition(OPENING)
    _, end, after = rest.partition(CLOSING)
    if not (start and end):
        raise ValueError(f"The document has no place for the roles: {OPENING} or {CLOSING} is missing.")
    return f"{before}{OPENING}\n\n{table()}\n\n{CLOSING}{after}"
