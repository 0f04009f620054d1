"""What other rooms can say about whether this database and this process are as they should be."""

from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def audit_head() -> dict[str, Any]:
    """Where the chain of the audit trail ends now."""
    return asdict(import_module("accounts.audit_chain").head()) if find_spec("accounts.audit_chain") else {}


def audit_findings(head: dict[str, Any]) -> list[str]:
    """What is wrong with the audit trail, held against a head that was written before."""
    if not find_spec("accounts.audit_chain"):
        return []
    chain = import_module("accounts.audit_chain")
    found: list[str] = chain.findings(chain.Head(**head))
    return found


def surface_findings() -> list[str]:
    """What this process could do beyond its surface."""
    if not find_spec("config.surface"):
        return []
    found: list[str] = import_module("config.surface").findings()
    return found
