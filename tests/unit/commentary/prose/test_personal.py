"""No text says who somebody is."""

import pytest

from tests.unit.commentary.prose.checking import found


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize(
    ("text", "rule", "quote"),
    [
        ("As Mrs Example said", "name", "Mrs Example"),
        ("with Dr A. B. Example", "name", "Dr A. B. Example"),
        ("Ms Anne-Marie Example's team", "name", "Ms Anne-Marie Example"),
        ("Councillor O'Example asked", "name", "Councillor O'Example"),
        ("led by Sarah Example", "name", "Sarah Example"),
        ("by Ayesha\nExample", "name", "Ayesha\nExample"),
        ("a boy called Rufus was", "name", "Rufus"),
        ("the pupil, Ayesha, moved", "name", "Ayesha"),
        ("child J.S. was placed", "initials", "J.S."),
        ("the young person JS moved", "initials", "JS"),
        ("J.S. moved", "initials", "J.S."),
        ("for child A", "initials", "A"),
        ("born on 3 May 2011", "date_of_birth", "born on 3 May 2011"),
        ("DOB: 03/05/2011", "date_of_birth", "DOB: 03/05/2011"),
        ("date of birth 3rd May 2011", "date_of_birth", "date of birth 3rd May 2011"),
        ("write to someone.else@example.gov.uk", "email", "someone.else@example.gov.uk"),
        ("lives in BR1 3UH now", "postcode", "BR1 3UH"),
        ("sw1a 1aa", "postcode", "sw1a 1aa"),
        ("call 020 7946 0123", "telephone", "020 7946 0123"),
        ("call +44 7700 900123", "telephone", "+44 7700 900123"),
        ("NHS number 943 476 5919", "number_of_a_person", "943 476 5919"),
        ("the pupil H801200001001", "number_of_a_person", "H801200001001"),
    ],
)
def test_what_tells_who_somebody_is_is_found_in_both_parts(part: int, text: str, rule: str, quote: str) -> None:
    assert found(text, part=part) == [(rule, quote)]


@pytest.mark.parametrize(
    "text",
    [
        "Targeted Youth Support service, the Virtual School, Active Involvement team, Bromley Education Business "
        "Partnership, Department for Work and Pensions and I-Aspire",
        "Harris Academy, St James Hospital, Thomas Coram Foundation, Mary Rose School, Job Centre Plus",
        "the Social Care Innovation Funded Joint EET Project with Greenwich and Lewisham",
        "Ward Councillor Views, Executive Director, Children and Families Act 2014",
        "the child I saw, children CLA, a child CP plan",
        "the Q1 2nd round, 12 by 12 tables, E1 2nd",
        "between 2018 and 2019, 575 of 1234567",
        "The date of birth is recorded.",
        "111 222 3333",
        "A123456789013",
    ],
)
def test_programmes_places_and_other_numbers_are_nobody(text: str) -> None:
    assert found(text) == []
