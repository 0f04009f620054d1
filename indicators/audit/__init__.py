"""Who did what: the audit trail, the revisions and the log of Django's admin, searched as one list."""
