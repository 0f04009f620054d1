"""Wapiti and sqlmap as commands, and what they found."""

import json
import re
import subprocess
from pathlib import Path

from tests.scan.site import ROOT, Visitor

BIN = ROOT / "var" / "scanners" / "bin"
MODULES = [
    "cookieflags",
    "crlf",
    "csp",
    "csrf",
    "exec",
    "file",
    "htaccess",
    "http_headers",
    "ldap",
    "methods",
    "permanentxss",
    "redirect",
    "shellshock",
    "sql",
    "timesql",
    "upload",
    "xss",
]
"""All of Wapiti's but those that call outside, need a list from outside, or try passwords or names of files."""
INJECTABLE = re.compile(r"^(Parameter: .+|.* is vulnerable.*)$", re.MULTILINE)


def wapiti(visitor: Visitor, folder: Path, seconds: int) -> tuple[int, list[str]]:
    """How many addresses Wapiti saw as the visitor, and what it found: one line each."""
    report = folder / "wapiti.json"
    command = [
        *[str(BIN / "wapiti"), "--url", f"{visitor.address}/", "--scope", "folder", "--module", ",".join(MODULES)],
        *["--exclude", f"{visitor.address}/account/sign-out/", "--max-links-per-page", "80", "--depth", "6"],
        *["--max-files-per-dir", "40", "--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 4)],
        *["--format", "json", "--output", str(report), "--no-bugreport", "--flush-session", "--verbose", "0"],
        *["--store-session", str(folder / "session"), "--store-config", str(folder / "configuration")],
    ]
    if visitor.cookies:
        command += ["--cookie-value", visitor.cookies, "--drop-set-cookie"]
    silent = subprocess.DEVNULL
    subprocess.run(command, check=True, stdin=silent, stdout=silent, stderr=silent, timeout=600 + seconds * 8)
    said = json.loads(report.read_text())
    found = [
        f"{kind}: {each['method']} {each['path']} {each['parameter'] or ''} {each['info']}"
        for part in ("vulnerabilities", "anomalies")
        for kind, each_of_kind in said[part].items()
        for each in each_of_kind
    ]
    return int(said["infos"]["crawled_pages_nbr"]), sorted(found)


def sqlmap(visitor: Visitor, pages: list[str], folder: Path, seconds: int) -> list[str]:
    """What sqlmap could inject into the forms and the query strings of pages, as the visitor."""
    addresses = folder / "pages"
    addresses.write_text("".join(f"{visitor.address}{page}\n" for page in pages))
    log = folder / "sqlmap.log"
    command = [
        *[str(BIN / "sqlmap"), "-m", str(addresses), "--forms", "--batch", "--level=1", "--risk=1", "--threads=2"],
        *["--skip=csrfmiddlewaretoken", "--flush-session", "--disable-coloring", "--answers=follow=N"],
        *[f"--output-dir={folder / 'sqlmap'}", f"--cookie={visitor.cookies}"],
    ]
    with log.open("w") as out:
        try:
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=seconds)
        except subprocess.TimeoutExpired:
            out.write("\nsqlmap ran out of its time\n")
    return INJECTABLE.findall(log.read_text(errors="replace"))
