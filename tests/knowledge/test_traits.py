"""What of a text a linear model looks at."""

from knowledge.traits import Traits


def test_the_ends_of_a_word_belong_to_its_n_grams() -> None:
    assert list(Traits(sizes=(3, 3)).of("иди")) == [" id", "idi", "di "]


def test_a_short_word_is_one_n_gram() -> None:
    assert list(Traits(sizes=(4, 5)).of("я")) == [" ia "]


def test_words_near_each_other_are_pairs_whatever_their_endings() -> None:
    traits = Traits(reach=2)
    assert "naid_sled" in traits.counts("найду следователя")
    assert "naid_sled" in traits.counts("найдите брату следователей")
    assert "naid_sled" not in traits.counts("найдите брату и мне следователя")


def test_pairs_know_their_order() -> None:
    traits = Traits(reach=1)
    assert traits.counts("сын отца") != traits.counts("отца сын")


def test_without_reach_no_pairs_count() -> None:
    assert not any("_" in trait for trait in Traits().of("дать денег следователю"))
