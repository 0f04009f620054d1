"""The demonstration, and the configuration that keeps it away from production."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]


def test_the_demonstration_refuses_a_production_setting(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="refuses"):
        call_command("demo", no_serve=True)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_does_not_start_without_its_settings(missing: str) -> None:
    complete = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "outturn.example", "DATABASE_URL": "sqlite://:memory:"}
    done = manage("check", **{name: value for name, value in complete.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_an_environment_that_nobody_knows_is_refused() -> None:
    done = manage("check", OUTTURN_ENVIRONMENT="staging")
    assert done.returncode != 0
    assert "must be production, demo or test" in done.stderr


def test_the_demonstration_sets_up_whole_and_once(tmp_path: Path) -> None:
    demonstration = {"OUTTURN_ENVIRONMENT": "demo", "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}"}
    first = manage("demo", "--no-serve", **demonstration)
    assert first.returncode == 0, first.stderr
    assert "Published December 2020. Safe to publish." in first.stdout
    assert all(role.name.replace("_", "-") in first.stdout for role in ROLES.values())
    second = manage("demo", "--no-serve", **demonstration)
    assert second.returncode == 0, second.stderr
    assert "Importing" not in second.stdout
