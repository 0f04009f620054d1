"""What stands in place of a hidden figure is the policy's wording, once for the whole paper."""

import msgspec

from suppression.models import SuppressionPolicy
from suppression.paper import HIDDEN_WORDING, decode_part_1, encode
from suppression.services import protect
from tests.unit.suppression.test_releases import index_of


def test_both_papers_say_what_the_policy_says() -> None:
    policy = SuppressionPolicy(version=1, hidden_wording="[c] withheld to protect confidentiality")
    protected = protect(index_of([10, 3, 12, 11]), policy, "")
    assert protected.part_1.hidden_wording == policy.hidden_wording
    assert protected.part_2.hidden_wording == policy.hidden_wording
    assert encode(protected.part_1).count(b"[c] withheld") == 1


def test_the_same_figures_and_policy_always_give_the_same_bytes() -> None:
    policy = SuppressionPolicy(version=1)
    first, second = (encode(protect(index_of([10, 3, 12, 11]), policy, "").part_1) for _ in range(2))
    assert first == second
    assert encode(decode_part_1(first)) == first


def test_a_paper_from_before_the_wording_was_a_parameter_keeps_the_words_it_had() -> None:
    document = msgspec.json.decode(encode(protect(index_of([10, 3, 12, 11]), SuppressionPolicy(version=1), "").part_1))
    del document["hidden_wording"]
    assert decode_part_1(msgspec.json.encode(document)).hidden_wording == HIDDEN_WORDING
