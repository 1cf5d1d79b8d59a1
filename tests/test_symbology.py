"""The table of colours, tested as numbers: contrast of every text, and kinds that every eye tells apart."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from g60.contract import schema
from g60.contract.i18n import LANGUAGES, texts
from g60.contract.symbology import LAYERS, MAP_LAYERS, OFF_LAYERS, SYMBOLS, as_payload
from g60.contract.themes import DEFAULT_THEME, THEMES, Theme, css_variables

CONTRAST = 4.5
# Each colour that is ever written with, and the grounds that such text stands on.
TEXT_ON = {
    "ink": ("paper", "panel", "land", "land_out", "neighbour", "water"),
    "ink_2": ("paper", "panel"),
    "accent": ("paper", "panel", "land", "land_out"),
    "on_accent": ("accent",),
    "corridor_ink": ("land", "corridor over land"),
    "core_ink": ("land", "corridor over land"),
    "zone_ink": ("land", "land_out", "corridor over land"),
    "lake_ink": ("land", "land_out", "lake over land", "halo"),
    "county_ink": ("land", "land_out"),
    "neighbour_ink": ("neighbour",),
    # Road plates, pointers, counted groups, the signs of lamps.
    "edge": ("corridor", "carrier", "lamp_bad", "lamp_warn", "lamp_good", "lamp_done", "lamp_rest"),
    "carrier": ("panel", "land"),  # badges
    "panel": ("ink", "carrier"),  # the tooltip, a badge under the pointer
    **{f"lamp_{name}": ("paper", "panel", "land") for name in ("bad", "warn", "good", "done", "rest")},
}
# How unlike two colours of one shape must be (CIE76); 2.3 is what can just be seen, side by side.
UNLIKE = 15.0
KINDS = ("corridor", "core_area", "high_tech_zone", "lake_district", "carrier", "body", "platform")

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "a grey print": np.tile([0.2126, 0.7152, 0.0722], (3, 1)),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def mixed(over: str, under: str, share: float) -> str:
    parts = [(int(over[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(top * share + low * (1 - share)):02x}" for top, low in parts)


def contrast(one: str, other: str) -> float:
    light = sorted(float(linear(colour) @ TO_XYZ[1]) for colour in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(colour: str, vision: np.ndarray) -> np.ndarray:
    seen = np.clip(vision @ linear(colour), 0, 1)
    share = (TO_XYZ @ seen) / WHITE
    root = np.where(share > 216 / 24389, np.cbrt(share), (24389 / 27 * share + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def unlike(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, VISIONS[vision]) - lab(other, VISIONS[vision])))


def ground(theme: Theme, name: str) -> str:
    if " over " not in name:
        return str(getattr(theme, name))
    over, under = name.split(" over ")
    fill = SYMBOLS["lake_district" if over == "lake" else over].fill
    return mixed(getattr(theme, over), getattr(theme, under), fill)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_keeps_its_contrast_on_every_ground(name: str) -> None:
    theme = THEMES[name]
    found = {
        f"{text} on {on}: {contrast(getattr(theme, text), ground(theme, on)):.2f}"
        for text, grounds in TEXT_ON.items()
        for on in grounds
        if contrast(getattr(theme, text), ground(theme, on)) < CONTRAST
    }
    assert found == set()


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_kinds_share_both_shape_and_near_colour(name: str, vision: str) -> None:
    theme = THEMES[name]
    alike = [
        (one, other)
        for one, other in combinations(KINDS, 2)
        if SYMBOLS[one].shape == SYMBOLS[other].shape
        and unlike(getattr(theme, SYMBOLS[one].colour), getattr(theme, SYMBOLS[other].colour), vision) < UNLIKE
    ]
    assert alike == []


@pytest.mark.parametrize("name", [name for name in THEMES if not THEMES[name].grey])
@pytest.mark.parametrize("vision", VISIONS)
def test_chosen_is_unlike_every_kind_of_its_shape_or_drawn_stronger(name: str, vision: str) -> None:
    """A mark that is chosen changes its colour alone, so that colour must be told from what it was."""
    theme = THEMES[name]
    for symbol in ("carrier", "body"):
        was = getattr(theme, SYMBOLS[symbol].colour)
        assert unlike(theme.accent, was, vision) >= UNLIKE or vision == "a grey print", symbol


@pytest.mark.parametrize("name", THEMES)
def test_figures_of_the_plan_stand_out_from_the_land(name: str) -> None:
    theme = THEMES[name]
    weak = {symbol for symbol in KINDS if contrast(getattr(theme, SYMBOLS[symbol].colour), theme.land) < 3}
    assert weak == set()


def test_theme_without_hues_has_none_and_hatches_more() -> None:
    theme = THEMES["print"]
    assert theme.grey
    for entry in fields(theme):
        value = getattr(theme, entry.name)
        if isinstance(value, str) and value.startswith("#"):
            assert value[1:3] == value[3:5] == value[5:7], entry.name
    zone, lake = SYMBOLS["high_tech_zone"].grey_hatch, SYMBOLS["lake_district"].hatch
    assert zone is not None
    assert lake is not None
    assert zone.angle != lake.angle


def test_projector_is_larger() -> None:
    assert THEMES["projector"].type_scale == 1.35
    assert THEMES["projector"].mark_scale > 1.2


def test_style_sheet_holds_every_theme_the_default_for_all() -> None:
    rules = css_variables().splitlines()
    assert len(rules) == len(THEMES)
    assert rules[0].startswith(f":root{{--paper:{THEMES[DEFAULT_THEME].paper};")
    for name in set(THEMES) - {DEFAULT_THEME}:
        rule = next(rule for rule in rules if f'data-theme="{name}"' in rule)
        assert f"--accent:{THEMES[name].accent};" in rule
        assert f"--type-scale:{THEMES[name].type_scale};" in rule


def test_client_gets_the_same_table() -> None:
    payload = as_payload()
    assert payload["themes"].keys() == THEMES.keys()
    assert payload["themes"]["dark"]["scheme"] == "dark"
    assert payload["symbols"]["high_tech_zone"]["grey_hatch"]["angle"] == 0


def test_a_layer_of_the_map_is_one_entry() -> None:
    assert {layer.code for layer in MAP_LAYERS if layer.code} == {*LAYERS, *OFF_LAYERS}
    assert {layer.symbol for layer in MAP_LAYERS} - {""} <= SYMBOLS.keys()
    assert {layer.kind for layer in MAP_LAYERS} - {"", "other_carrier"} == set(schema.KINDS)
    panes = [layer.code or layer.data for layer in MAP_LAYERS if layer.z]
    assert len(panes) == len(set(panes)) == len({layer.z for layer in MAP_LAYERS if layer.z})
    assert as_payload()["layers"][0]["kind"] == "corridor"


def test_every_row_of_the_legend_has_its_words() -> None:
    for lang in LANGUAGES:
        words = texts("map_", lang)
        assert {f"layer_{layer.code}" for layer in MAP_LAYERS if layer.code and layer.group} <= words.keys()
        assert {f"legend_{layer.group}" for layer in MAP_LAYERS if layer.group} <= words.keys()
