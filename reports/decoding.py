"""Decoded papers, remembered by their hash: a published paper never changes, and reading one takes milliseconds."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from suppression.paper import Part1Paper, Part2Paper, decode_part_1, decode_part_2

PaperType = TypeVar("PaperType", Part1Paper, Part2Paper)
Key = int
Load = Callable[[list[Key]], Iterable[tuple[Key, bytes | memoryview]]]
"""The documents of records with these primary keys, each with its key, in one query."""

KEPT_IN_MEMORY = 128
"""Papers; one of forty indicators takes about half a megabyte."""


class DecodedPapers(Generic[PaperType]):
    """The papers of one part that were read last."""

    def __init__(self, decode: Callable[[bytes], PaperType]) -> None:
        self.decode: Callable[[bytes], PaperType] = decode
        self.kept: OrderedDict[str, PaperType] = OrderedDict()
        self.lock = Lock()

    def of(self, wanted: Mapping[Key, str], load: Load) -> list[PaperType]:
        """The papers of records, given with the hash of each, in that order. Asks `load` for those not remembered."""
        with self.lock:
            found = {key: self.kept[sha256] for key, sha256 in wanted.items() if sha256 in self.kept}
        missing = [key for key in wanted if key not in found]
        if missing:
            found |= {key: self.decode(bytes(document)) for key, document in load(missing)}
        with self.lock:
            for key, sha256 in wanted.items():
                self.kept[sha256] = found[key]
                self.kept.move_to_end(sha256)
            while len(self.kept) > KEPT_IN_MEMORY:
                self.kept.popitem(last=False)
        return [found[key] for key in wanted]


PART_1: DecodedPapers[Part1Paper] = DecodedPapers(decode_part_1)
PART_2: DecodedPapers[Part2Paper] = DecodedPapers(decode_part_2)
