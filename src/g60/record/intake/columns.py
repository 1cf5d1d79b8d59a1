"""Which column is which field: by its heading, by what a person said, by its content; what is unsure is a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from g60.catalog.pinyin_asked import plain_syllables
from g60.contract.schema import CARRIERS
from g60.record.intake.words import folded, label

# Fields of the import that are no fields of a carrier: a pair of coordinates in one cell, and their system.
PLACE, DATUM, ORDER, EXTRAS, IGNORED = "lon_lat", "datum", "order", "extras", ""
# The headings of each field, as `words.label` gives them.
HEADINGS: Mapping[str, Sequence[str]] = {
    "name_zh": (
        *("单位名称", "名称", "机构名称", "载体名称", "平台名称", "项目名称", "园区名称", "研究院名称", "企业名称"),
        *("单位", "机构", "name", "中文名称", "中文名", "单位全称", "全称", "载体", "平台", "namezh", "创新载体名称"),
        *(
            "创新载体",
            "科创平台名称",
            "依托单位名称",
            "标题",
            "单位名",
            "研究机构",
            "科研机构名称",
            "孵化器名称",
            "名字",
        ),
    ),
    "name_en": ("英文名称", "英文名", "nameen", "englishname", "英文"),
    "unit": (
        *(
            "所属县",
            "所属县市区",
            "县市区",
            "县区",
            "区县",
            "所在县",
            "所在县市区",
            "所属区县",
            "所在区县",
            "属地",
            "所属",
        ),
        *("县码", "行政区划", "行政区划代码", "区划代码", "县", "县市", "所属县市", "所在县市", "所属地区", "所属区域"),
        *("地区", "区域", "unit", "county", "所在地区", "所在区域", "县域", "县区名称", "所属板块", "板块", "归属地"),
        *("区县名称", "所属县区", "推荐单位", "上报单位", "所在县区"),
    ),
    "fields_zh": (
        *("产业方向", "产业领域", "研究方向", "所属产业", "技术领域", "主攻方向", "产业", "领域", "行业", "重点领域"),
        *(
            "主导产业",
            "研究领域",
            "专业方向",
            "产业类别",
            "所属领域",
            "重点方向",
            "fieldszh",
            "fields",
            "industry",
            "行业领域",
        ),
        *("主要方向", "产业名称", "所属行业", "研发方向"),
    ),
    "aliases": ("别名", "简称", "曾用名", "又名", "其他名称", "aliases"),
    "address_zh": (
        *(
            "地址",
            "详细地址",
            "单位地址",
            "所在地址",
            "注册地址",
            "通讯地址",
            "办公地址",
            "address",
            "具体地址",
            "地点",
        ),
        *("addresszh", "所在地", "建设地点", "场地地址", "经营地址", "坐落", "位置"),
    ),
    "place_zh": (
        "所在园区",
        "所属园区",
        "园区",
        "所在平台",
        "所属平台",
        "placezh",
        "乡镇",
        "所在乡镇",
        "镇街道",
        "所属镇街道",
    ),
    "lon": ("经度", "lon", "lng", "longitude", "东经", "x", "x坐标", "坐标x", "经度坐标", "经", "横坐标"),
    "lat": ("纬度", "lat", "latitude", "北纬", "y", "y坐标", "坐标y", "纬度坐标", "纬", "纵坐标"),
    PLACE: ("坐标", "经纬度", "位置坐标", "地理坐标", "经纬度坐标", "点位", "空间坐标", "lonlat", "坐标位置", "gps"),
    DATUM: ("坐标系", "坐标系统", "坐标来源", "坐标类型", "坐标基准", "datum", "crs", "坐标参考系"),
    "area_km2": (
        *("面积", "规划面积", "占地面积", "areakm2", "area", "总面积", "建设面积", "用地面积", "载体面积", "建成面积"),
    ),
    "level_zh": ("级别", "等级", "认定级别", "层级", "载体级别", "level", "levelzh", "平台级别", "批准级别"),
    "founded_on": (
        "成立日期",
        "成立时间",
        "建立时间",
        "设立时间",
        "成立年份",
        "成立年月",
        "foundedon",
        "建成时间",
        "创建时间",
    ),
    "recognised_on": (
        *(
            "认定日期",
            "认定时间",
            "批准时间",
            "获批时间",
            "认定年份",
            "批准日期",
            "认定年月",
            "recognisedon",
            "授牌时间",
        ),
        *("获批日期", "获批年份", "立项时间", "命名时间", "认定年度", "备案时间"),
    ),
    "credit_code": (
        "统一社会信用代码",
        "信用代码",
        "社会信用代码",
        "creditcode",
        "统一信用代码",
        "统一代码",
        "组织机构代码",
    ),
    "status_zh": ("状态", "建设状态", "运行状态", "建设情况", "status", "statuszh", "运营状态", "目前状态", "建设进度"),
    "id": ("机构编号",),
    ORDER: ("序号", "序", "no", "行号"),
}
# Columns of our own files that are kept beside the fields of a carrier.
KEPT_OF_OWN = ("id", "location_grade", "uncertainty_m", "no", "list", "kind", "fields_en")
# Fields of a carrier that a column may be named after, as it is.
FIELDS = CARRIERS.all_columns
TAKEN = (*HEADINGS, *KEPT_OF_OWN, EXTRAS)


# Letters that are left of a heading that a Shapefile has cut: three of UTF-8, five of GBK.
CUT_FROM = 3


class Match(NamedTuple):
    """The field of a column. `guess` is a field that the column may be, which a person has to say."""

    field: str
    guess: str = ""


def match(
    labels: Sequence[Sequence[str]], given: Mapping[str, str], *, is_own: bool, is_cut: bool = False
) -> list[Match]:
    """The field of each column. `labels` are the parts of its heading, top to bottom; `given` is what a person said.

    `is_cut`: the headings may have lost their ends, as those of a layer.
    """
    found = [_one(parts, given, is_own=is_own, is_cut=is_cut) for parts in labels]
    taken: dict[str, int] = {}
    for at, entry in enumerate(found):
        if entry.field in ("", EXTRAS):
            continue
        if entry.field in taken:
            # Two columns with the heading of one field: the more exact heading holds, the other one is kept as it is.
            other = taken[entry.field]
            loser = other if _exact(labels[at], entry.field) < _exact(labels[other], entry.field) else at
            taken[entry.field] = at if loser == other else other
            found[loser] = Match(EXTRAS)
        else:
            taken[entry.field] = at
    if "name_zh" not in taken:
        _take_name(found, labels)
        taken |= {"name_zh": 0} if any(entry.field == "name_zh" for entry in found) else {}
    return [Match(EXTRAS) if entry.field == EXTRAS and entry.guess in taken else entry for entry in found]


def _take_name(found: list[Match], labels: Sequence[Sequence[str]]) -> None:
    """A heading that ends in 名称 names the bodies where no other column does."""
    for at, parts in enumerate(labels):
        if found[at].field == EXTRAS and parts and label(parts[-1]).endswith("名称"):
            found[at] = Match("name_zh")
            return
    for at, entry in enumerate(found):
        if entry.guess == "name_zh":
            # Without it there is no list: it is taken, and asked.
            found[at] = Match("name_zh", "name_zh")
            return


def _exact(parts: Sequence[str], field: str) -> int:
    key = label(parts[-1]) if parts else ""
    headings = HEADINGS.get(field, ())
    return headings.index(key) if key in headings else len(headings)


def _one(parts: Sequence[str], given: Mapping[str, str], *, is_own: bool, is_cut: bool) -> Match:
    words = [part for part in parts if part]
    if not words:
        return Match(IGNORED)
    key = key_given(words, given)
    if key is not None:
        return Match(given[key])
    if is_own:
        name = words[-1]
        if name in KEPT_OF_OWN:
            return Match(name)
        # What a file of ours says beside the fields is said for readers.
        return Match(name if name in FIELDS and name != "industries" else IGNORED)
    # 成立 below 时间 is 成立时间.
    for part in (words[-1], "".join(words), "".join(reversed(words)), *reversed(words[:-1])):
        field = headings().get(label(part))
        if field:
            return Match(field)
    return Match(EXTRAS, (_uncut(words[-1]) if is_cut else "") or _guess(words[-1]))


def key_given(parts: Sequence[str], given: Mapping[str, str]) -> str | None:
    """The name under which a person has said something of a column; None where nobody has."""
    words = [part for part in parts if part]
    keys = ("·".join(words), words[-1]) if words else ()
    return next((name for key in keys for name in (key, folded(key)) if name in given), None)


@cache
def headings() -> dict[str, str]:
    """The field of each known heading."""
    return {heading: field for field, known in HEADINGS.items() for heading in known}


@cache
def _initials() -> dict[str, str]:
    chinese = [(one, field) for field, known in HEADINGS.items() for one in known if not one.isascii()]
    found: dict[str, str] = {}
    spelt = plain_syllables([one for one, _ in chinese])
    for (_, field), syllables in zip(chinese, spelt, strict=True):
        found.setdefault("".join(part[0] for part in syllables), field)
        found.setdefault("".join(syllables), field)
    return found


def _uncut(heading: str) -> str:
    """The field of a heading whose end is lost: 统一社会信 is the beginning of one field's headings only."""
    key = label(heading)
    meant = {field for known, field in headings().items() if len(key) >= CUT_FROM and known.startswith(key)}
    return meant.pop() if len(meant) == 1 else ""


def _guess(heading: str) -> str:
    """The field that a heading of Latin letters may stand for: MJ is 面积."""
    key = label(heading)
    if not key.isascii() or not key.isalpha() or len(key) < 2:
        return ""
    return _initials().get(key, "")


def is_heading(raw: str) -> bool:
    """Whether a text is the heading of a field."""
    return label(raw) in headings()


def may_be_heading(raw: str, given: Mapping[str, str]) -> bool:
    """Whether a text is a heading, one that a person has named, or the initials of one."""
    return is_heading(raw) or raw in given or bool(_guess(raw))
