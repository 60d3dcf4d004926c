"""Write docs/roles.md from the policy's table: `script/docs`; a test compares the file with the code."""

from pathlib import Path

from app.access.policy import APPLICANT, BODIES, GRANTS, LABELS, Role
from app.door import Permission

PAGE = Path(__file__).resolve().parent.parent / "docs/roles.md"
OPENING = """\
# Who may do what

Made by `script/docs` from `app/access/policy.py`; a test fails when the two differ. A permission says what may be \
done, never to whose rows: that is the scope (`app/access/scope.py`).

## Roles
| role | on screen | belongs to |
|---|---|---|
"""
BETWEEN = """
## Permissions
The last column is a manager whose unit no officer has approved yet.

"""
BEFORE_APPROVAL = "manager, before approval"


def page() -> str:
    """The whole file."""
    return OPENING + "".join(map(_role_row, Role)) + BETWEEN + _matrix()


def _role_row(role: Role) -> str:
    bodies = ", ".join(sorted(kind.value for kind in BODIES[role])) if role in BODIES else "units or sites"
    return f"| `{role.value}` | {LABELS[role]} | {bodies} |\n"


def _matrix() -> str:
    columns = [(role.value, GRANTS[role]) for role in Role] + [(BEFORE_APPROVAL, APPLICANT)]
    head = ["permission", *(name.replace("_", " ") for name, _ in columns)]
    rows = [
        [f"`{each.value}`", *("●" if each in granted else "" for _, granted in columns)] for each in sorted(Permission)
    ]
    ruler = ["---", *([":-:"] * len(columns))]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ruler, *rows))


if __name__ == "__main__":
    PAGE.write_text(page())
