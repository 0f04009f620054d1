"""What “How to read this” takes from the papers: each dataset's policy, its threshold and its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from indicators.formatting import opening
from indicators.vocabulary import Accumulation
from reports.wording import month_name
from suppression.paper import Part1Paper


@dataclass(frozen=True)
class PolicyWords:
    """The policy of a dataset's latest report, as its paper says it."""

    dataset: str
    as_at: str
    version: str
    hidden_wording: str
    smallest_publishable_count: int


def how_to_read_context(papers: Iterable[Part1Paper]) -> dict[str, Any]:
    """What `reports/site/how_to_read.html` shows. `papers` are the latest of each dataset."""
    policies = [
        PolicyWords(
            dataset=paper.dataset,
            as_at=month_name(paper.as_at),
            version=paper.policy,
            hidden_wording=paper.hidden_wording,
            smallest_publishable_count=paper.smallest_publishable_count,
        )
        for paper in papers
    ]
    return {"policies": policies, "accumulations": [opening(each.label) for each in Accumulation]}
