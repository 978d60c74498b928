"""Decisions by posterior odds: how often an unknown vehicle is let in, and twins that nobody may confuse silently."""

from __future__ import annotations

import numpy as np
import pytest

from zbsec.plates import Book
from zbsec.plates.book import MOST_ODDS
from zbsec.plates.trust import DOUBTFUL, wrong_plates
from zbsec.records import PLATE_ALPHABET, PlateColour, PlateReading
from zbsec.testing.plates import noisy_reading

TWINS = [("鲁C8K512", "鲁CBK512"), ("鲁CD06728", "鲁CD06726"), ("鲁C0A7D1", "鲁C0A701"), ("浙A12345", "湘A12345")]


def drawn(rng: np.random.Generator, count: int, *, digits: int = 5) -> list[str]:
    return [f"鲁C{number:05}" for number in rng.choice(10**digits, count, replace=False)]


def book_of(plates: list[str], **settings: float) -> Book:
    book = Book(**settings)
    for plate in plates:
        book.add(plate, f"holder of {plate}")
    return book


def accepted(book: Book, plates: list[str], rng: np.random.Generator, *, noise: float, looks: int | None = None) -> int:
    matches = [book.match(noisy_reading(plate, rng, noise=noise), looks=looks) for plate in plates]
    return sum(match is not None and match.holder is not None for match in matches)


@pytest.mark.parametrize("noise", [0.2, 0.25, 0.3])
def test_unknown_vehicles_are_let_in_at_the_stated_rate_at_most(noise: float) -> None:
    """Every reading is in doubt, so nothing may be built on most being none: any number of looks."""
    rng = np.random.default_rng(int(100 * noise))
    plates = drawn(rng, 4000)
    book = book_of(plates[:1000], max_false_accept_rate=0.01, unknown_plates=100_000)
    assert accepted(book, plates[1000:], rng, noise=noise) <= 0.01 * 3000


def test_one_look_keeps_the_rate_where_one_reading_in_ten_is_in_doubt() -> None:
    rng = np.random.default_rng(11)
    plates = drawn(rng, 6000)
    book = book_of(plates[:1000], max_false_accept_rate=0.01, unknown_plates=100_000)
    clear, doubtful = plates[1000:5500], plates[5500:]
    let_in = accepted(book, clear, rng, noise=0.1, looks=1) + accepted(book, doubtful, rng, noise=0.25, looks=1)
    assert let_in <= 0.01 * 5000


def test_more_looks_ask_for_higher_odds_until_any_number_may_be_had() -> None:
    book = Book(max_false_accept_rate=1e-3)
    odds = [book.required_odds(looks) for looks in (1, 2, 5, 10, 1000, None)]
    assert odds == sorted(odds)
    assert odds[0] == pytest.approx(DOUBTFUL / 1e-3)
    assert odds[-3:] == pytest.approx([1000, 1000, 1000])
    with pytest.raises(ValueError, match="looks is 1 or more"):
        book.required_odds(0)


def test_the_default_rate_holds_in_a_crowd_of_neighbours() -> None:
    """Every plate that is asked differs from some registered one in one or two digits: ten times the usual crowd."""
    rng = np.random.default_rng(5)
    plates = drawn(rng, 6000, digits=5)
    book = book_of(plates[:1000])
    assert accepted(book, plates[1000:], rng, noise=0.2) <= 3


def test_registered_vehicles_are_let_in() -> None:
    rng = np.random.default_rng(6)
    plates = drawn(rng, 500)
    assert accepted(book_of(plates), plates, rng, noise=0.15) >= 495


def test_a_bigger_book_asks_for_surer_readings() -> None:
    reading = noisy_reading("鲁C12345", np.random.default_rng(0), noise=0.22)
    small, big = book_of(["鲁C12345"]), book_of(["鲁C12345", *drawn(np.random.default_rng(1), 2000)])
    few, many = small.weigh(reading), big.weigh(reading)
    assert few is not None
    assert many is not None
    assert few.odds is not None
    assert few.odds > 100 * (many.odds or 0)
    assert small.required_odds() == big.required_odds() == pytest.approx(10_000)


def test_plates_of_other_authorities_ask_for_no_surer_readings() -> None:
    """An unknown vehicle that is taken for one of this authority is registered no more often because of the others."""
    reading = noisy_reading("鲁C12345", np.random.default_rng(0), noise=0.22)
    others = [plate.replace("鲁C", "京A") for plate in drawn(np.random.default_rng(1), 2000)]
    alone, among = book_of(["鲁C12345"]), book_of(["鲁C12345", *others])
    weighed = [book.weigh(reading) for book in (alone, among)]
    assert weighed[0] is not None
    assert weighed[0] == weighed[1]
    for plate in others:
        among.remove(plate)
    assert among.weigh(reading) == weighed[0]


def test_the_rate_holds_where_unknown_vehicles_are_taken_for_a_small_authority() -> None:
    """Every unknown vehicle's province is misread as one of which few plates are registered."""
    rng = np.random.default_rng(8)
    plates = drawn(rng, 6000)
    few = [plate.replace("鲁C", "京A") for plate in plates[:50]]
    book = book_of([*few, *plates[50:2000]], max_false_accept_rate=0.001, unknown_plates=100_000)
    taken_for = [plate.replace("鲁C", "京A") for plate in plates[2000:]]
    assert accepted(book, taken_for, rng, noise=0.25) <= 0.001 * 4000


def test_a_doubtful_reading_is_no_match_and_weighing_says_what_it_may_be() -> None:
    book = book_of(["鲁C12345", *drawn(np.random.default_rng(1), 5000)])
    rng = np.random.default_rng(4)
    readings = [noisy_reading("鲁C12345", rng, noise=0.27) for _ in range(50)]
    doubtful = [weighed for one in readings if (weighed := book.weigh(one)) is not None and not weighed.certain]
    assert doubtful
    assert all(weighed.holder is None for weighed in doubtful)
    assert sum(book.match(one, looks=None) is None for one in readings) >= len(doubtful)


def test_a_text_is_matched_by_its_cost_alone() -> None:
    book = book_of(["鲁C12345", "鲁C12348"])
    match = book.match("鲁C12345")
    assert match is not None
    assert (match.holder, match.odds) == ("holder of 鲁C12345", None)


@pytest.mark.parametrize("pair", TWINS, ids="-".join)
@pytest.mark.parametrize("noise", [0.1, 0.2, 0.3])
def test_registered_twins_are_never_confused_silently(pair: tuple[str, str], noise: float) -> None:
    rng = np.random.default_rng(len(pair[0]))
    book = book_of(list(pair))
    for plate in pair * 150:
        match = book.match(noisy_reading(plate, rng, noise=noise))
        if match is None:
            continue
        if match.holder is None:
            assert set(match.ambiguous) == set(pair)
        else:
            assert match.plate == plate


@pytest.mark.parametrize("rate", [0, 1, -0.1, 2])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="max_false_accept_rate"):
        Book(max_false_accept_rate=rate)


def test_a_book_too_big_for_its_rate_says_so() -> None:
    book = Book(max_false_accept_rate=0.01, unknown_plates=100)
    for plate in drawn(np.random.default_rng(0), int(MOST_ODDS)):
        book.add(plate, "h")
    with pytest.raises(ValueError, match="begin with 鲁C; state a larger max_false_accept_rate"):
        book.add("鲁CA2345", "h")
    book.add("鲁A12345", "another authority has room of its own")
    with pytest.raises(ValueError, match="unknown_plates"):
        Book(unknown_plates=0)


def reading_of(*places: dict[str, float]) -> PlateReading:
    rows = np.full((len(places), len(PLATE_ALPHABET)), 1e-9, np.float32)
    for row, place in zip(rows, places, strict=True):
        for character, share in place.items():
            row[PLATE_ALPHABET.index(character)] = share
    rows /= rows.sum(axis=1, keepdims=True)
    text = "".join(PLATE_ALPHABET[code] for code in rows.argmax(axis=1))
    corners = np.array([[0, 0], [140, 0], [140, 44], [0, 44]], np.float32)
    return PlateReading(
        text=text, colour=PlateColour.GREEN, corners=corners, probabilities=rows, score=float(rows.max(axis=1).prod())
    )


def test_texts_that_are_no_plates_are_no_vehicles() -> None:
    """A third letter cannot stand on this plate, so what the reader took for D was 0; G may be, and stays as likely."""
    places: list[dict[str, float]] = [{character: 1.0} for character in "青AD00193"]
    book = book_of(["青AD00193"])
    unlawful = book.weigh(reading_of(*places[:4], {"0": 0.08, "D": 0.92}, *places[5:]))
    lawful = book.weigh(reading_of(*places[:7], {"3": 0.08, "8": 0.92}))
    assert unlawful is not None
    assert lawful is not None
    assert unlawful.odds is not None
    assert unlawful.odds > 5 * (lawful.odds or 0)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2, 0.5, 0.9, 0.99])
def test_the_less_likely_a_plate_the_fewer_wrong_ones_are_as_likely(share: float) -> None:
    """Never more than (1 - t) / t, were every reading in doubt, nor than 1 / t, which is all that there is room for."""
    assert wrong_plates(share) <= DOUBTFUL * (1 - share) / share + 1e-12
    assert wrong_plates(share) <= 1 / share
    assert wrong_plates(share) < wrong_plates(share / 2)
    book = Book()
    assert book.required_odds(1, share) <= book.required_odds(1) * (1 + 1e-9) <= book.required_odds(None, share)


def test_one_in_a_hundred_is_the_least_that_a_reading_may_give() -> None:
    places: list[dict[str, float]] = [{character: 1.0} for character in "豫B12345"]
    book = book_of(["豫B12345"])
    enough, too_little = (
        book.weigh(reading_of({"陕": 1 - share, "豫": share}, *places[1:]), looks=1) for share in (0.015, 0.008)
    )
    assert enough is not None
    assert (enough.certain, enough.holder) == (True, "holder of 豫B12345")
    assert too_little is not None
    assert (too_little.certain, too_little.holder) == (False, None)
