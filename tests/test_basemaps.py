"""Basemaps: none unless the operator names one; what he names is checked; when tiles fail the map stays."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Page, expect

from g60.contract.basemaps import CODES, TIANDITU_ATTRIBUTION, offered, tianditu, xyz
from g60.contract.errors import RefusedError
from g60.contract.i18n import LANGUAGES, text
from tests.atlas_page import PATIENCE_MS, AtlasPage

KEY = "0123456789abcdef0123456789abcdef"
# A picture of one grey dot.
TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6368000000820081dd43426e0000000049454e44ae426082"
)


def test_nothing_is_offered_by_itself() -> None:
    offer = offered({})
    assert offer.basemaps == ()
    assert offer.refused == ()


@pytest.mark.parametrize("setting", ["G60_TIANDITU_KEY", "tianditu_key"])
def test_key_of_tianditu_gives_streets_and_imagery(setting: str) -> None:
    streets, imagery = offered({setting: f" {KEY}\n"}).basemaps
    assert (streets.code, imagery.code) == ("tianditu", "tianditu-img")
    for basemap, layers in ((streets, ("vec", "cva")), (imagery, ("img", "cia"))):
        for layer, tiles in zip(layers, basemap.tiles, strict=True):
            assert f"/{layer}_w/wmts?" in tiles
            assert f"LAYER={layer}&" in tiles
        # The service has eight hosts, t0 to t7.
        assert sorted(basemap.servers) == [str(number) for number in range(8)]
    for tiles in streets.tiles + imagery.tiles:
        assert tiles.startswith("https://t{s}.tianditu.gov.cn/")
        assert tiles.endswith(f"&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={KEY}")
    assert streets.attribution == TIANDITU_ATTRIBUTION


def test_any_address_of_tiles_with_its_attribution() -> None:
    (basemap,) = offered(
        {
            "G60_BASEMAP_URL": "https://{s}.tiles.example.org/{z}/{x}/{y}{r}.png",
            "G60_BASEMAP_ATTRIBUTION": "© Example\n",
        }
    ).basemaps
    assert basemap.code == "xyz"
    assert basemap.attribution == "© Example"
    assert xyz("http://10.0.0.8:8080/wmts?x={x}&y={y}&z={z}").attribution == "10.0.0.8"
    assert len(xyz("https://a.example/{z}/{x}/{y}", "长" * 900).attribution) == 200


HOSTILE = [
    ("javascript:alert(1)//{z}{x}{y}", "error_basemap_scheme"),
    ("file:///etc/{z}/{x}/{y}", "error_basemap_scheme"),
    ("//tiles.example.org/{z}/{x}/{y}", "error_basemap_scheme"),
    ("tiles.example.org/{z}/{x}/{y}", "error_basemap_scheme"),
    ("https:///{z}/{x}/{y}", "error_basemap_host"),
    ("https://user:secret@example.org/{z}/{x}/{y}", "error_basemap_host"),
    ("https://{z}.example.org/{x}/{y}", "error_basemap_host"),
    ("https://example.org:port/{z}/{x}/{y}", "error_basemap_host"),
    ("https://[::1/{z}/{x}/{y}", "error_basemap_host"),
    ("https://example.org/tile.png", "error_basemap_places"),
    ("https://example.org/{z}/{x}/{y}/{key}", "error_basemap_places"),
    ("https://example.org/{z}/{x}/{y}/{", "error_basemap_places"),
    ('https://example.org/{z}/{x}/{y}"onerror="alert(1)', "error_basemap_characters"),
    ("https://example.org/{z}/{x}/{y}<script>", "error_basemap_characters"),
    ("https://example.org/{z}/{x}/{y}\nSet-Cookie: a=b", "error_basemap_characters"),
    ("https://例子.example/{z}/{x}/{y}", "error_basemap_characters"),
    ("https://example.org/{z}/{x}/{y}?" + "a" * 500, "error_basemap_characters"),
]


@pytest.mark.parametrize(("address", "code"), HOSTILE)
def test_hostile_address_is_refused_in_plain_words(address: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        xyz(address)
    assert refused.value.code == code
    for lang in LANGUAGES:
        assert "G60_BASEMAP_URL" in text(code, lang, **refused.value.values)


@pytest.mark.parametrize("key", ["short", "a b c d e f g h i j k l", "x" * 80, "../../../../etc/passwd", f"{KEY}&tk=2"])
def test_what_cannot_be_a_key_is_refused(key: str) -> None:
    with pytest.raises(RefusedError):
        tianditu(key)


def test_every_refusal_is_reported_and_the_good_one_kept() -> None:
    offer = offered({"G60_TIANDITU_KEY": "bad", "G60_BASEMAP_URL": "https://example.org/{z}/{x}/{y}"})
    assert [basemap.code for basemap in offer.basemaps] == ["xyz"]
    assert [error.code for error in offer.refused] == ["error_basemap_key"]
    assert "bad" not in text("error_basemap_key", "en", **offer.refused[0].values)


def test_every_basemap_has_a_name_in_both_languages() -> None:
    assert all(text(f"map_basemap_{code}", lang) for code in ("none", *CODES) for lang in LANGUAGES)


# In the browser ------------------------------------------------------------------------------


class _Tiles(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(TILE)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def tiles() -> Iterator[HTTPServer]:
    """A server of tiles on this machine that remembers what it was asked for."""
    _Tiles.asked = []
    server = HTTPServer(("127.0.0.1", 0), _Tiles)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def served_with(serve: Callable[..., str], port: int) -> str:
    address = f"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.png"
    return serve(env={"G60_BASEMAP_URL": address, "G60_BASEMAP_ATTRIBUTION": "© 示例 <b>Example</b>"})


@pytest.mark.e2e
def test_basemap_lies_under_the_map_only_while_it_is_switched_on(
    serve: Callable[..., str], page: Page, tiles: HTTPServer
) -> None:
    atlas = AtlasPage(page, served_with(serve, tiles.server_port)).open()
    legend = atlas.map.get_by_role("button", name="图例")
    if legend.get_attribute("aria-expanded") == "false":
        legend.click()
    expect(atlas.map.locator(".atlas-legend").get_by_text("© 示例 <b>Example</b>")).to_be_visible()
    assert _Tiles.asked == []
    atlas.map.get_by_label("单位自备底图").check()
    atlas.map.locator("#map_div.has-basemap").wait_for(timeout=PATIENCE_MS)
    page.wait_for_function("location.search.includes('base=xyz')", timeout=PATIENCE_MS)
    assert len(_Tiles.asked) > 3
    expect(atlas.map.locator(".atlas-basemap-source")).to_have_text("© 示例 <b>Example</b>")
    assert atlas.ask_map("[atlas.drawn, document.querySelectorAll('b').length]") == [1, 0]
    atlas.map.get_by_label("无", exact=True).check()
    expect(atlas.map.locator("#map_div.has-basemap")).to_have_count(0)
    page.wait_for_function("!location.search.includes('base=')", timeout=PATIENCE_MS)


@pytest.mark.e2e
def test_map_stays_and_says_so_when_tiles_fail(serve: Callable[..., str], page: Page, tiles: HTTPServer) -> None:
    port = tiles.server_port
    tiles.shutdown()
    tiles.server_close()
    atlas = AtlasPage(page, served_with(serve, port)).open("/?base=xyz")
    expect(atlas.map.get_by_text("底图暂未载入，现为矢量图")).to_be_visible(timeout=PATIENCE_MS)
    assert atlas.ask_map("document.querySelectorAll('.has-basemap').length") == 0
    expect(atlas.map.locator(".atlas-county[data-id='330481']")).to_be_visible()


@pytest.mark.e2e
def test_without_a_basemap_nothing_of_it_is_there(page: Page, server: str) -> None:
    atlas = AtlasPage(page, server).open("/?base=xyz")
    assert atlas.ask_map(
        "[!atlas.data.basemap, document.querySelectorAll('.atlas-legend input[type=radio]').length]"
    ) == [
        True,
        0,
    ]
    assert atlas.ask_map("document.querySelectorAll('.leaflet-tile').length") == 0
