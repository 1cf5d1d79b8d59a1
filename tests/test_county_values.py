"""What the counties are shaded by: classes from low to high, every value with its evidence, and missing is no class."""

import pytest

from g60.ask.view import View
from g60.catalog.catalog import Catalog
from g60.contract.codes import COUNTIES
from g60.contract.i18n import LANGUAGES
from g60.evidence import sums
from g60.evidence.county_values import MOST_CLASSES, classes_of, county_measures
from layers.values import Values


@pytest.mark.parametrize(
    ("numbers", "classes"),
    [
        ([], ()),
        ([3, 3, 3], ((3, 3),)),
        ([1, 2, 2, 9], ((1, 1), (2, 2), (9, 9))),
        ([1, 2, 3, 4, 5, 6, 7], ((1, 2), (3, 4), (5, 5), (6, 6), (7, 7))),
    ],
)
def test_equal_values_are_in_one_class_and_there_are_five_at_most(numbers: list[float], classes: object) -> None:
    assert classes_of(numbers) == classes
    assert len(classes_of(list(range(100)))) == MOST_CLASSES


def test_counts_and_targets_are_those_of_the_card_with_their_evidence(catalog: Catalog) -> None:
    measures = {measure.code: measure for measure in county_measures(catalog)}
    for field in sums.UNIT_COUNTS:
        held = measures[field.replace("_", "-")]
        assert held.values.keys() == set(catalog.unit_codes)
        for unit, value in held.values.items():
            assert value.number == sums.counted(catalog, unit, field).value
            assert value.evidence == "derived"
    growth = measures["hightech-investment-growth"]
    assert growth.values["330481"].number == 10
    assert growth.values["330481"].evidence == "stated"
    # Xiuzhou's target is in words: it has no number, and a functional zone is told without being drawn.
    assert growth.values["330411"].number is None
    assert growth.values["etdz"].number == 8
    assert growth.classes == ((10, 10), (15, 15))


def test_every_measure_has_names_and_words_in_both_languages(catalog: Catalog) -> None:
    for measure in Values.payload(catalog)["measures"]:
        assert all(measure["names"][lang] and measure["notes"][lang] for lang in LANGUAGES)
        assert all(value["words"][lang] for value in measure["of"].values() for lang in LANGUAGES)
        drawn = [value["number"] for unit, value in measure["of"].items() if unit in COUNTIES]
        held = [number for number in drawn if number is not None]
        assert all(sum(low <= number <= high for low, high in measure["classes"]) == 1 for number in held)


def test_the_address_keeps_one_measure_and_drops_what_is_none() -> None:
    asked = View.from_query({"layers": ["by.count-carrier,-towns,tasks"]})
    assert asked.shown == {"by.count-carrier", "tasks"}
    assert View.from_query(asked.to_query()) == asked
    two = View.from_query({"layers": ["by.count-carrier,by.count-lake-district"]})
    assert two.shown == {"by.count-carrier"}
    assert len(View.from_query({"layers": ["-all"]}).to_query()["layers"][0]) == len("-all")
    for wrong in ("by.", "by.A", "by.<b>", "by.a--b", f"by.{'a' * 80}"):
        assert View.from_query({"layers": [wrong]}).shown == frozenset()
