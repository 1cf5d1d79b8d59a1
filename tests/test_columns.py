"""The carriers as typed columns: what is packed is what is read, whatever it is."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from benchmarks.synthetic import SyntheticSource, tables
from g60.catalog.catalog import Catalog
from g60.contract.codes import GRADES, INDUSTRIES
from layers import names_file, sheet
from layers.carriers import NO_POINT, PAGE, names_page
from layers.columns import coded, pack, unpack

kinds = st.sampled_from(["int32", "uint8", "uint16", "uint32"])
columns = st.dictionaries(st.text(min_size=1, max_size=8), kinds.flatmap(lambda kind: arrays(kind, st.integers(0, 40))))


@given(columns, st.text())
def test_columns_are_read_as_they_were_packed(given_columns: dict[str, np.ndarray], words: str) -> None:
    head, found = unpack(pack({"words": words}, given_columns))
    assert head == {"words": words}
    assert found.keys() == given_columns.keys()
    for name, values in given_columns.items():
        np.testing.assert_array_equal(found[name], values)


def test_every_column_begins_where_a_typed_array_can() -> None:
    data = pack({"名": "字"}, {"a": np.arange(3, dtype=np.uint8), "b": np.arange(5, dtype=np.int32)})
    header = int.from_bytes(data[:4], "little")
    places = json.loads(data[4 : 4 + header])["columns"]
    assert header % 4 == 0
    assert all(at % 4 == 0 for _, at, _ in places.values())


@pytest.mark.parametrize(("known", "kind"), [(("a", "b"), np.uint8), (tuple(map(str, range(300))), np.uint16)])
def test_a_code_that_is_not_known_is_the_highest_number(known: tuple[str, ...], kind: type) -> None:
    found = coded(np.array([known[0], known[-1], "?"], dtype=object), known)
    assert found.dtype == kind
    assert found.tolist() == [0, len(known) - 1, np.iinfo(kind).max]


def carriers_in(catalog: Catalog) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    return unpack(next(data for name, data in sheet(catalog).files.items() if name.startswith("carriers.")))


def test_the_shipped_carriers_are_in_their_file_as_they_are_in_the_catalog(catalog: Catalog) -> None:
    head, found = carriers_in(catalog)
    rows = catalog.carriers
    ends = np.cumsum(found["id_length"])
    spelt = bytes(found["id"]).decode()
    assert [spelt[end - length : end] for end, length in zip(ends, found["id_length"], strict=True)] == list(rows.index)
    assert [rows.index[place] for place in found["by_id"]] == sorted(rows.index)
    assert [head["units"][place] if place < 255 else "" for place in found["unit"]] == rows["unit"].tolist()
    assert [head["lists"][place] for place in found["list"]] == rows["list"].tolist()
    assert [GRADES[place] for place in found["grade"]] == rows["location_grade"].tolist()
    sets = [tuple(code for bit, code in enumerate(INDUSTRIES) if bits >> bit & 1) for bits in found["bits"].tolist()]
    assert [set(codes) for codes in sets] == [set(codes) for codes in rows["industries"]]
    lon = np.where(found["lon"] == NO_POINT, np.nan, found["lon"] / 1e5)
    np.testing.assert_allclose(lon, rows["lon"].to_numpy(), atol=5e-6)
    assert head["names"] == names_page(catalog, 0)


def test_names_of_a_long_list_come_by_the_page_and_all_of_them() -> None:
    source = SyntheticSource(2 * PAGE + 5)
    catalog = Catalog.from_tables(tables(source), source.version())
    head, _ = carriers_in(catalog)
    assert "names" not in head
    pages = [names_file(catalog, f"names.{head['names_in']}.{number}.json") for number in range(4)]
    assert pages[3] is None
    names = [name for page in pages[:3] if page for name in json.loads(page)["name_zh"]]
    assert names == catalog.carriers["name_zh"].tolist()
    assert names_file(catalog, "names.000000000000.0.json") is None


def test_every_file_is_compressed_once(catalog: Catalog) -> None:
    known = sheet(catalog)
    assert {name: gzip.decompress(packed) for name, packed in known.packed.items()} == dict(known.files)
