"""What this process could do beyond its surface."""


def findings() -> list[str]:
    return []
