"""What is shipped for servers is well formed, and lets no query and no referrer into a log."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service" and "failed" not in unit.name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_every_unit(tmp_path: Path) -> None:
    """With a program that is there in the place of ours."""
    for unit in UNITS:
        text = unit.read_text().replace("/opt/outturn/.venv/bin/gunicorn", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("/opt/outturn/.venv/bin/python", "/bin/true"))
    names = [str(tmp_path / unit.name.replace("@.", "@publish_due.")) for unit in UNITS]
    for unit in UNITS:
        if "@." in unit.name:
            shutil.copy(tmp_path / unit.name, tmp_path / unit.name.replace("@.", "@publish_due."))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False
    )
    assert verified.stderr.strip() == ""
    assert verified.returncode == 0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_service_is_confined(unit: Path) -> None:
    text = unit.read_text()
    for line in ("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n"):
        assert line in text


def test_the_public_process_is_given_nothing_of_the_office() -> None:
    public = (ROOT / "deploy" / "systemd" / "outturn-public.service").read_text()
    assert "office.env" not in public and "owner.env" not in public
    given = re.findall(r"^([A-Z_]+)=", (ROOT / "deploy" / "public.env.example").read_text(), re.MULTILINE)
    assert not {"DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "OUTTURN_PUBLIC_FILE"} & set(given)


def test_every_timer_starts_a_unit_and_a_command_that_there_are() -> None:
    commands = {file.stem for file in ROOT.glob("*/management/commands/*.py")} | {"prune_db_task_results"}
    names = {unit.name for unit in UNITS}
    for unit in UNITS:
        if unit.suffix == ".timer":
            (started,) = re.findall(r"^Unit=(.+)$", unit.read_text(), re.MULTILINE)
            instance = re.fullmatch(r"outturn-command@(.+)\.service", started)
            assert instance.group(1) in commands if instance else started in names


def test_the_log_of_requests_holds_neither_query_nor_referrer() -> None:
    said = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))["access_log_format"]
    assert not {"%(q)s", "%(r)s", "%(f)s", "%(u)s", "%(h)s"} & set(re.findall(r"%\(.*?\)s", said))
