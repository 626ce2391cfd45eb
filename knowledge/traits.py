"""What of a text a linear model looks at: character n-grams, and words that stand near each other.

N-grams bear misspelling and suffixes; pairs of words tell what letters alone cannot: "give" and "investigator" near
each other are a bribe, apart they are not. Pairs with words between them are skip-grams (Guthrie and others 2006).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.script import fold

AT_ONCE: Final = 32
"""Messages whose traits are remembered while several models look at them."""

STEM: Final = 4
"""Letters of a word that count in a pair: what follows is mostly suffixes."""

Normal = Callable[[str], str]
Sizes = tuple[int, int]


@dataclass(frozen=True)
class Traits:
    """What is looked at in a text."""

    normal: Normal = fold
    sizes: Sizes = (2, 5)
    """The shortest and the longest n-grams."""
    reach: int = 0
    """How far apart two words may stand that count as a pair; with 0, none count."""

    def of(self, text: str) -> Iterator[str]:
        """Give the traits of `text`, each as often as it occurs."""
        normal = self.normal(text)
        yield from _ngrams(normal, self.sizes)
        yield from _pairs(normal, self.reach)

    def counts(self, text: str) -> Counter[str]:
        """Give how often each trait occurs in `text`."""
        return _counts(self, text)


@lru_cache(AT_ONCE)
def _counts(traits: Traits, text: str) -> Counter[str]:
    return Counter(traits.of(text))


def _ngrams(text: str, sizes: Sizes) -> Iterator[str]:
    """Give the character n-grams of each word, a space at both its ends; of a short word the whole once."""
    smallest, largest = sizes
    for word in text.split():
        padded = f" {word} "
        length = len(padded)
        for size in range(smallest, largest + 1):
            for start in range(max(1, length - size + 1)):
                yield padded[start : start + size]
            if length <= size:
                break


def _pairs(text: str, reach: int) -> Iterator[str]:
    """Give every two stems of words that stand within `reach` of each other, in their order."""
    stems = [word[:STEM] for word in text.split()]
    for apart in range(1, reach + 1):
        for first, second in zip(stems, stems[apart:], strict=False):
            yield f"{first}_{second}"
