"""What Wapiti and sqlmap find on both surfaces: `make scan`. It prints a table and fails where they find anything.

Each visitor has a site of their own to spoil. A control shows that the scanners can find something: a page with two
faults that Outturn does not have.
"""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.scan.control import faulty
from tests.scan.scanners import sqlmap, wapiti
from tests.scan.site import ACCOUNTS, Visitor, cookies, manage, office, public, served

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
    parser.add_argument("--seconds", type=int, default=120, help="how long a scanner may look around as one visitor")
    seconds = parser.parse_args().seconds
    visits = [("public", "nobody", ""), ("office", "nobody", ""), *(("office", *each) for each in ACCOUNTS.items())]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as both:
        place = Path(folder)
        fresh = place / "fresh.sqlite3"
        manage(office(fresh), "manage.py", "demo", "--no-serve")
        found = _control(place, seconds)
        for each in both.map(lambda visit: _scan(place, fresh, *visit, seconds), visits):
            found += each
    sys.exit(bool(found))


def _scan(place: Path, fresh: Path, surface: str, name: str, account: str, seconds: int) -> list[str]:
    """What both scanners find on one surface as one visitor."""
    folder = Path(tempfile.mkdtemp(dir=place))
    database = Path(shutil.copy(fresh, folder / "site.sqlite3"))
    signed_in = cookies(office(database), account) if account else ""
    home, forms = ("/", PUBLIC_FORMS) if surface == "public" else ("/office/", FORMS.get(name, []))
    with served(public(database) if surface == "public" else office(database), folder) as address:
        visitor = Visitor(name, address, signed_in)
        before = visitor.get(home)
        injected = sqlmap(visitor, forms, folder, seconds) if forms else []
        pages, found = wapiti(visitor, folder, seconds)
        after = visitor.get(home)
    ended = "" if before == after else f"  (home answered {before} before and {after} after)"
    counts = f"{pages:5} addresses  {len(found):3} from Wapiti  {len(injected):3} from sqlmap"
    print("\n    ".join([f"{surface:8} {name:18} {counts}{ended}", *found, *injected]), flush=True)
    return found + injected


def _control(place: Path, seconds: int) -> list[str]:
    """What is wrong with the scanners: they find nothing in a page with two faults."""
    folder = Path(tempfile.mkdtemp(dir=place))
    with faulty() as address:
        visitor = Visitor("control", address, "")
        _, found = wapiti(visitor, folder, seconds)
        injected = sqlmap(visitor, ["/?name=1"], folder, seconds)
    print(f"control  {len(found)} from Wapiti, {len(injected)} from sqlmap", flush=True)
    seen = any("Scripting" in each for each in found) and bool(injected)
    return [] if seen else ["the scanners do not find the faults of the control"]


if __name__ == "__main__":
    main()
