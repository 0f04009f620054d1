"""What Wapiti and sqlmap find on both surfaces: `make scan`. It prints a table and fails where they find anything.

Each visitor has a site of their own to spoil. A control shows that the scanners can find something: a page with two
faults that Outturn does not have.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.scan.control import faulty
from tests.scan.scanners import sqlmap, wapiti
from tests.scan.site import ACCOUNTS, Visitor, cookies, environment, manage, served

PUBLIC_FORMS = ["/", "/search/?q=care", "/reports/childrens-scrutiny/2020-12/?rating=red"]
FORMS = {
    "nobody": ["/account/sign-in/"],
    "data officer": ["/office/figures/childrens-scrutiny/2020/?month=2021-01", "/office/imports/"],
    "director": ["/office/commentary/childrens-scrutiny/2021-01/average-caseloads/", "/office/actions/"],
    "publisher": ["/office/policy/new/", "/office/audit/?q=december", "/office/external-figures/new/"],
    "administrator": ["/office/audit/?q=december", "/administration/accounts/user/?q=director"],
}
"""Pages with the forms that sqlmap tries, by visitor."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=240, help="how long each scanner may take for each visitor")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fresh = place / "fresh.sqlite3"
        manage(environment(fresh), "manage.py", "demo", "--no-serve")
        found = ["the control found nothing"] * (not _control(place, seconds))
        found += _scan(place, fresh, "public", "nobody", "", seconds, PUBLIC_FORMS)
        for name, account in {"nobody": "", **ACCOUNTS}.items():
            found += _scan(place, fresh, "office", name, account, seconds, FORMS.get(name, []))
    sys.exit(bool(found))


def _scan(
    place: Path, fresh: Path, surface: str, name: str, account: str, seconds: int, forms: list[str]
) -> list[str]:
    """What both scanners find on one surface as one visitor."""
    folder = Path(tempfile.mkdtemp(dir=place))
    database = Path(shutil.copy(fresh, folder / "site.sqlite3"))
    variables = environment(database)
    signed_in = cookies(variables, account) if account else ""
    home = "/" if surface == "public" else "/office/"
    with served(variables | {"OUTTURN_SURFACE": surface}, folder) as address:
        visitor = Visitor(name, address, signed_in)
        before = visitor.get(home)
        injected = sqlmap(visitor, forms, folder, seconds) if forms else []
        pages, found = wapiti(visitor, folder, seconds)
        after = visitor.get(home)
    print(
        f"{surface:8} {name:18} {pages:5} addresses  {len(found):3} from Wapiti  {len(injected):3} from sqlmap", end=""
    )
    print("" if before == after else f"  (home answered {before} before and {after} after)", flush=True)
    for each in [*found, *injected]:
        print(f"    {each}")
    return found + injected


def _control(place: Path, seconds: int) -> bool:
    folder = Path(tempfile.mkdtemp(dir=place))
    with faulty() as address:
        visitor = Visitor("control", address, "")
        _, found = wapiti(visitor, folder, seconds)
        injected = sqlmap(visitor, ["/?name=1"], folder, seconds)
    print(f"control  {len(found)} from Wapiti, {len(injected)} from sqlmap", flush=True)
    return any("Scripting" in each for each in found) and bool(injected)


if __name__ == "__main__":
    main()
