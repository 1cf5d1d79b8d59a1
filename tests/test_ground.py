"""The ground below the plan: what stands in its files, and what is said with it."""

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import shapely

from benchmarks.synthetic import catalog as synthetic
from g60.ask.selection import Selection
from g60.ask.view import View
from g60.catalog import boundaries, ground
from g60.catalog.catalog import Catalog
from g60.catalog.schematic.inputs import Row, rows
from g60.catalog.schematic.roads import BOX, pieces, road_lines
from g60.catalog.schematic.towns import towns
from g60.contract.codes import COUNTIES
from g60.contract.crs import metric_from_wgs84
from g60.contract.i18n import LANGUAGES
from g60.evidence.card import card
from g60.export.paper_map.drawing import Box, Group, Text
from g60.export.paper_map.ground import Ground
from g60.export.paper_map.look import Look
from g60.export.paper_map.map import draw_plan
from g60.export.paper_map.plan import Plan
from g60.export.paper_map.sheet import Paper
from g60.export.paper_map.subject import Subject
from g60.export.paper_map.typeface import width
from layers.ground import Towns

GEODATA = Path(__file__).parents[1] / "geodata"


def point(name: str, names_zh: str) -> Row:
    return {"geonames": "1", "name": name, "names_zh": names_zh, "lon": "120.7", "lat": "30.7"}


DIVISIONS = [{"code": "330481001", "name_zh": "硖石街道"}, {"code": "330483100", "name_zh": "乌镇镇"}]


def test_the_files_of_the_ground_pass_the_checks() -> None:
    assert list(ground.check_ground()) == []


def test_a_folder_without_them_is_told_of_by_file(tmp_path: Path) -> None:
    issues = list(ground.check_ground(tmp_path))
    assert [(issue.code, issue.file) for issue in issues] == [
        ("error_no_file", "ground/roads.geojson"),
        ("error_no_file", "ground/railways.geojson"),
        ("error_no_file", "ground/towns.geojson"),
    ]


# Towns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "named"),
    [
        # The list knows the sub-district; the point is called by its city.
        (point("Haining", "海宁;硖石;硖石街道"), ("subdistrict", "硖石", "Xiashi", "330481")),
        (point("Wuzhen", "乌镇;乌镇镇"), ("town", "乌镇", "Wuzhen", "330483")),
        (point("Hongxi", "洪溪;洪溪镇"), ("settlement", "洪溪", "Hongxi", "")),
        (point("Chang’an", "长安;长安镇"), ("settlement", "长安", "Chang'an", "")),
    ],
)
def test_a_point_takes_a_name_that_its_source_gives_it(row: Row, named: tuple[str, ...]) -> None:
    (town,) = towns([row], DIVISIONS)
    assert (town.kind, town.name_zh, town.name_en, town.unit) == named


@pytest.mark.parametrize("names", ["", "嘉兴;嘉兴市", "全不相同"])
def test_a_point_without_a_name_of_its_own_is_left_out(names: str) -> None:
    assert towns([point("Jiashan", names)], DIVISIONS) == []


def test_every_town_has_a_name_of_geonames_and_lies_in_the_county_of_its_code() -> None:
    known = {f"town-{row['geonames']}": row["names_zh"].split(";") for row in rows(GEODATA, "towns.csv")}
    codes = {row["code"]: row["name_zh"] for row in rows(GEODATA, "divisions.csv")}
    counties = boundaries.counties().geometry
    found = ground.towns()
    assert len(found) == 63
    for town, row in found.iterrows():
        assert any(name.startswith(row["name_zh"]) for name in known[str(town)])
        inside = [unit for unit in COUNTIES if counties[unit].contains(row.geometry)]
        assert inside == [row["unit"]] if row["unit"] else len(inside) == 1
        if row["division"]:
            assert codes[row["division"]].startswith(row["name_zh"])


def test_no_division_is_drawn_twice() -> None:
    divisions = [code for code in ground.towns()["division"] if code]
    assert len(divisions) == len(set(divisions))


# Roads ----------------------------------------------------------------------------------------


def test_roads_and_railways_lie_in_the_box_and_are_none_of_the_reference_lines() -> None:
    reference = json.loads((GEODATA / "reference.geojson").read_text("utf-8"))["features"]
    drawn = {one["id"]: metric_from_wgs84(shapely.from_geojson(json.dumps(one["geometry"]))) for one in reference}
    for frame, line in ((ground.roads(), "ref-g60"), (ground.railways(), "ref-hsr")):
        assert BOX.buffer(1e-6).covers(shapely.union_all(frame.geometry.to_numpy()))
        beside = metric_from_wgs84(shapely.union_all(frame.geometry.to_numpy())).intersection(drawn[line].buffer(100))
        assert beside.length < 0.15 * drawn[line].length  # what crosses it, or joins it at a junction


def test_a_second_carriageway_is_not_drawn_and_a_road_between_towns_is_of_the_first_rank() -> None:
    found = [
        ((120.5, 30.5), (120.6, 30.5)),
        ((120.6, 30.5), (120.7, 30.5)),
        ((120.5, 30.501), (120.7, 30.501)),  # 110 m beside the first
        ((120.6, 30.5), (120.6, 30.6)),  # leads nowhere
    ]
    lines = road_lines(found, [shapely.Point(120.5, 30.5), shapely.Point(120.7, 30.5)], shapely.LineString())
    assert [(rank, list(line.coords)) for rank, line in lines] == [
        (1, [(120.5, 30.5), (120.6, 30.5), (120.7, 30.5)]),
        (3, [(120.6, 30.5), (120.6, 30.6)]),
    ]


def test_the_pieces_of_roads_are_those_of_the_package() -> None:
    """The graph is a list of dictionaries from node to kilometres, and a list of latitudes and longitudes."""
    spec = find_spec("scgraph_data")
    if spec is None or spec.origin is None:
        pytest.skip("scgraph-data is not installed: it is needed only to make the inputs anew")
    west, south, east, north = BOX.bounds
    for name, file in (("world_highways", "roads.csv"), ("world_railways", "railways.csv")):
        source = Path(spec.origin).with_name(f"{name}.py").read_text("utf-8")
        nodes = json.loads(source.partition("\nnodes=")[2].partition("\n")[0])
        found = set()
        for one, links in enumerate(re.findall(r"\{([^}]*)\}", source.partition("graph=")[2].partition("\n")[0])):
            for other in (int(link.partition(":")[0]) for link in links.split(",") if link):
                ends = [(nodes[node][1], nodes[node][0]) for node in (one, other)]
                if ends[0] != ends[1] and any(west <= lon <= east and south <= lat <= north for lon, lat in ends):
                    found.add(tuple(sorted(ends)))
        assert found == {tuple(sorted(piece)) for piece in pieces(rows(GEODATA, file))}


# What is said with it ---------------------------------------------------------------------------


def test_the_nearest_town_is_the_one_that_every_town_is_farther_than() -> None:
    youchegang = ground.towns().loc["town-7735331"].geometry
    near = ground.nearest_town(youchegang.x + 0.01, youchegang.y)
    assert near.town == "town-7735331"
    assert near.km == pytest.approx(0.957, abs=0.01)


def test_towns_of_bodies_of_which_only_the_town_is_known_are_marked(catalog: Catalog) -> None:
    marked = {one["id"] for one in Towns.payload(catalog)["features"] if one["properties"]["bodies"]}
    rough = catalog.all_carriers[catalog.all_carriers["location_grade"] == "C"]
    assert marked == {ground.nearest_town(lon, lat).town for lon, lat in zip(rough["lon"], rough["lat"], strict=True)}
    assert marked


def test_towns_of_a_long_list_are_those_that_the_ellipsoid_says() -> None:
    long = synthetic(1000)
    rough = long.all_carriers[long.all_carriers["location_grade"] == "C"]
    nearest = {ground.nearest_town(lon, lat).town for lon, lat in zip(rough["lon"], rough["lat"], strict=True)}
    assert ground.towns_of_bodies(long) == nearest


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_says_which_town_a_body_of_grade_c_is_nearest_to_and_on_what_that_rests(
    catalog: Catalog, lang: str
) -> None:
    for body, row in catalog.all_carriers.iterrows():
        entries = [
            entry
            for section in card(catalog, str(body), lang).sections
            if section.code == "place"
            for entry in section.entries
        ]
        assert len(entries) == (row["location_grade"] != "D")
        for entry in entries:
            town = ground.towns().loc[ground.nearest_town(row["lon"], row["lat"]).town]
            assert str(town[f"name_{lang}"]) in entry.words
            assert entry.fact.evidence == "derived"
            assert "GeoNames" in entry.cited.note


# On paper -----------------------------------------------------------------------------------------


def plan_at(catalog: Catalog, scale: int, *hidden: str) -> Plan:
    """The map of an A3 sheet around 鹃湖."""
    subject = Subject(catalog, Selection(), View(hidden=frozenset(hidden)))
    paper = Paper("a3", "landscape")
    at = metric_from_wgs84(shapely.Point(120.7155, 30.5207))
    return draw_plan(subject, Ground(Box(10, 10, 280, 240), at.x, at.y, scale), Look.of(paper, "day"), [])


def named(plan: Plan) -> dict[str, Box]:
    """The names of towns on a map, with the boxes of their letters."""
    found = {}
    for group in (part for part in plan.group.walk() if isinstance(part, Group) and part.id.startswith("town-")):
        words = next(part for part in group.parts if isinstance(part, Text))
        wide = width(words.words, words.size)
        left = words.x - {"start": 0.0, "middle": wide / 2, "end": wide}[words.anchor]
        found[words.words] = Box(left, words.y - words.size * 0.9, wide, words.size)
    return found


def test_a_sheet_has_more_of_the_ground_the_nearer_it_is(catalog: Catalog) -> None:
    far, near = plan_at(catalog, 350_000), plan_at(catalog, 100_000)
    assert {"road", "track"} <= far.kinds
    assert not named(far)
    assert {"road", "track", "town"} <= near.kinds
    assert {"硖石", "斜桥", "百步"} & named(near).keys()


def test_no_town_is_named_on_a_label_or_on_another_town(catalog: Catalog) -> None:
    plan = plan_at(catalog, 100_000)
    boxes = list(named(plan).values())
    labels = [label.spot.box for label in plan.labels if label.spot]
    assert len(boxes) > 5
    assert not [box for box in boxes for other in labels if box.meets(other)]
    assert not [one for place, one in enumerate(boxes) for other in boxes[place + 1 :] if one.meets(other)]


def test_a_layer_that_is_taken_off_is_not_on_the_sheet(catalog: Catalog) -> None:
    plan = plan_at(catalog, 100_000, "roads", "railways", "towns")
    assert plan.kinds.isdisjoint({"road", "track", "town"})
    assert not named(plan)


def test_labels_stand_where_they_would_without_towns(catalog: Catalog) -> None:
    spots = [
        [(label.id, label.spot and label.spot.box) for label in plan_at(catalog, 100_000, *off).labels]
        for off in ((), ("towns",))
    ]
    assert spots[0] == spots[1]
