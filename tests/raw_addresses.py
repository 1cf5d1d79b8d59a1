"""Queries of addresses as people type them and messengers spoil them: a few parts of each kind are valid."""

import random
from urllib.parse import quote, quote_plus

from g60.catalog.catalog import Catalog

NEAR = (
    *("120.69,30.53,5", "120.69,30.53,0.05", "120.69,30.53,0.04", "120.69,30.53,0.1", "120.69,30.53,100"),
    *("120.69,30.53,100.04", "120.69,30.53,100.06", "120.69,30.53,5.25", "120.69,30.53,5.35", "120.69,30.53,5.750"),
    *(
        "120.69,30.53,5.1234",
        "120.69,30.53,0",
        "120.69,30.53,-5",
        "120.69,30.53,+5",
        "120.69,30.53,.5",
        "120.69,30.53,5.",
    ),
    *("200,99,5", "117.9999,30,5", "117.99996,30,5", "118,29,5", "123,33,5", "123.00004,33,5", "123.00006,33,5"),
    *("0x78,1e1,5", "120,30,1e1", "120,30,0x5", "1e2,30,5", "120.69,30.53", "120.69,30.53,5,6", ",,", "", "120.69"),
    *("120.03125,30.53,5", "120.09375,30.53,5", "120.123456,30.123456,5.123", "120.1234567,30.53,5"),
    *(
        "120.69，30.53， 5",
        "120.69、30.53、5",
        " 120.69 , 30.53 , 5 ",
        "120.69,30.53,5 km",
        "１２０．６９,30.53,5",
        "120.69;30.53;5",
    ),
    *(
        "\u00a0120.69,30.53,5",
        "120.69,\x8530.53,5",
        "120.69,\x1c30.53,5",
        "\ufeff120.69,30.53,5",
        "120.69,\ufeff30.53,5",
    ),
    *(
        "120. 69,30.53,5",
        "012,30,5",
        "120,030,5",
        "120,30,005",
        "120,30,0005",
        "120.5,30.5,5\n",
        "٣٠٠,30,5",
        "Infinity,30,5",
    ),
)
SQUARE = "120.6,30.5;120.7,30.5;120.7,30.6;120.6,30.6"
WITHIN = (
    *(SQUARE, ";".join(reversed(SQUARE.split(";"))), f"{SQUARE};120.6,30.5", f"{SQUARE};", f";{SQUARE}", "120.6,30.5"),
    *("120.6,30.5;120.7,30.6;120.7,30.5;120.6,30.6", "120.6,30.5;120.7,30.5", "120.6,30.5;120.7,30.5;120.6,30.5"),
    *(
        "120.6,30.5;120.7,30.5;120.8,30.5",
        "120.6,30.5;120.7,30.6;120.8,30.7",
        "120.6,30.5;120.6,30.5;120.7,30.5;120.7,30.6",
    ),
    *("120.6，30.5；120.7，30.5； 120.7，30.6", "120.6 30.5 120.7 30.5 120.7 30.6", "120.6,30.5,120.7,30.5,120.7,30.6"),
    *("120.60004,30.5;120.6,30.5;120.7,30.5;120.7,30.6", "120.00625,30.5;120.03125,30.5;120.09375,30.6"),
    *(
        "117,30;121,30;121,31",
        "0x78,30;121,30;121,31",
        "120,30;121,30;121,31;120.5,30;120.2,30.1",
        "120,30;121,30;120.5,30;120.5,31",
    ),
    *(";".join(f"{120 + k / 100},{30 + k * k / 1000}" for k in range(many)) for many in (2, 3, 15, 16, 17, 18)),
    *(
        ";".join(f"{120 + k / 100:.{digits}f},{30 + k * k / 1000:.{digits}f}" for k in range(16))
        for digits in (4, 5, 6)
    ),
    *(f"{' ' * spaces}{SQUARE}" for spaces in (355, 357, 358, 400)),
)
WORDS = (
    *("海" * count for count in (10, 11, 12, 16, 80, 401)),
    *("x" * count for count in (98, 99, 100, 400)),
    *(
        "海宁 集成电路 与 人工智能",
        "海宁海宁海宁海 宁海",
        "!'()*~-._" * 12,
        "a b" * 40,
        "😀" * 9,
        "x😀" * 30,
        "é" * 30,
        " " * 500 + "x",
    ),
    *(
        "  a\u0000\u200b b\u3000 ",
        "a\u00adb",
        "a\u2028b\u2029c",
        "a\ufeffb",
        "a\ue000b",
        "a\u0378b",
        "a\u180eb",
        "a\u061cb",
        "a\u2066b\u2069",
    ),
    *("a\U000e0001b", "\x7fa\x85b", "Ｇ６０", "é", "e\u0301" * 40, "%25", "a+b", "&", "50%"),
)
PLACES = (
    *(
        "11/30.53/120.69",
        "11.25/30.53/120.69",
        "11.0/30.530/120.6900",
        "19/30/120",
        "19.01/30/120",
        "20/30/120",
        "0/0/0",
    ),
    *(
        "11/85/120",
        "11/85.1/120",
        "11/-85/-180",
        "11/30/180.1",
        "11/30/181",
        "011/30/120",
        "11/30.1234567/120",
        "11.125/30/120",
    ),
    *(
        "11/30.015625/120.046875",
        "11/-30.015625/-120.046875",
        "11/30.123455/120.123465",
        "11,30.53,120.69",
        "11/30.53",
        "9.9/1e1/3",
    ),
    *("11/ 30.53/120.69", "１１/30.53/120.69", "+11/30/120", "11/30/120/", "11/-0.0/-0.000001", "11/0.00001/120"),
)
LAYERS = (
    *(
        "-lakes",
        "-lakes,-zones",
        "-lakes,-lakes",
        "lakes",
        "-nosuch",
        "-all",
        "-all,lakes",
        "-all,-lakes,lakes",
        "-all,nosuch",
    ),
    *(
        "-all,lakes,zones,tasks,by.count-carrier",
        "tasks",
        "-tasks",
        "--lakes",
        "by.b,by.a",
        "by.",
        "by.-a",
        "by.a--b",
        "by.A",
    ),
    *(f"by.{'a' * letters}" for letters in (57, 58)),
    *(
        ",",
        "",
        "-",
        "lakes,-lakes",
        " -lakes",
        "-corridor,-core,-zones,-lakes,-carriers,-bodies,-reference,-roads,-railways",
    ),
    "-corridor,-core,-zones,-lakes,-carriers,-bodies,-reference,-roads,-railways,-towns,-neighbours",
)
LISTS = tuple(
    "&".join(f"list={code}" for code in codes)
    for codes in (
        *(("plan-14", "nosuch"), ("Plan-14",), ("a--b",), ("later", "plan-14", "later"), ("x" * 32,), ("x" * 33,)),
        *(tuple(f"a-{number}" for number in range(count)) for count in (7, 8, 9)),
        *(tuple("b" * letters + str(number) for number in range(5)) for letters in (10, 20, 30)),
    )
)
ODD = (
    *("unit=330481&unit=999&unit=330481", "unit=330481,330402", "UNIT=330481", "industry=ai&industry=AI&kind=carrier"),
    *(
        "focus=lake-juanhu&focus=",
        "focus=&focus=lake-juanhu",
        "focus=Lake-juanhu",
        "focus=330481",
        "focus=nobody",
        "focus=__proto__",
    ),
    *("grouped=unit&grouped=", "grouped=kind", "grouped=nosuch&sorted=name", "sorted=plan", "grouped=toString"),
    *("q=a&q=", "q=a&q=b", "near=120.69,30.53,5&near=a", "near=a&near=120.69,30.53,5", "map=11/30/120&map="),
    *("compare=lake-juanhu&compare=lake-juanhu&compare=nobody", "unit=constructor&list=__proto__", "&&=&unit", ""),
)


def random_rings(chance: random.Random, count: int) -> list[str]:
    """Rings on a small grid, so that corners, edges and collinear points meet often."""
    return [
        ";".join(
            f"{120 + chance.randint(0, 4) / 10},{30 + chance.randint(0, 4) / 10}" for _ in range(chance.randint(3, 7))
        )
        for _ in range(count)
    ]


def random_points(chance: random.Random, count: int) -> list[str]:
    """Circles whose numbers have more digits than are kept, some of them halfway between two that are."""
    found = []
    for _ in range(count):
        lon, lat = (chance.randint(117, 123), chance.randint(28, 33))
        parts = [lon + chance.randint(0, 64) / 64, lat + chance.randint(0, 10**6) / 10**6, chance.randint(0, 1000) / 8]
        found.append(",".join(f"{part:.{chance.randint(0, 7)}f}" for part in parts))
    return found


def drawn_over_the_city(chance: random.Random, count: int) -> list[str]:
    """Queries of circles and rings that hold something, with more digits than are kept, a ring either way round."""
    found = []
    for _ in range(count):
        lon, lat, km = 120.5 + 0.6 * chance.random(), 30.5 + 0.3 * chance.random(), 40 * chance.random()
        corners = [(lon, lat), (lon + 0.2, lat), (lon + 0.2, lat + 0.2), (lon, lat + 0.2)][:: chance.choice((1, -1))]
        found.append(f"near={lon:.6f}，{lat:.5f}、 {km:.3f}")
        found.append("within=" + "； ".join(f"{x:.6f},{y:.5f}" for x, y in (*corners, corners[0])))
    return found


def raw_queries(catalog: Catalog) -> list[str]:
    """Queries of one part each, then many of several parts, some percent-encoded and some not."""
    chance = random.Random(1202)
    ids = list(map(str, catalog.entities.index))
    near, within = [*NEAR, *random_points(chance, 300)], [*WITHIN, *random_rings(chance, 400)]
    words = [
        *WORDS,
        *("".join(chance.choices("海宁 a（)'!é😀\u200b\u3000", k=chance.randint(1, 60))) for _ in range(100)),
    ]
    parts = {"near": near, "within": within, "q": words, "map": list(PLACES), "layers": list(LAYERS)}
    found = [f"{key}={quote(value)}" for key, values in parts.items() for value in values] + [*LISTS, *ODD]
    for _ in range(40):
        compared = chance.sample([*ids, "nobody", "no-such", "Not-an-id"], chance.randint(8, 14))
        found.append("&".join(f"compare={code}" for code in compared))
        plans = chance.choices([*catalog.plans, "plan-1", "plan-99", "a", "b" * 32], k=chance.randint(1, 6))
        found.append("&".join(f"plan={code}" for code in plans))
    for _ in range(300):
        keys = chance.sample(sorted(parts), chance.randint(2, 4))
        some = [f"{key}={chance.choice((quote, quote_plus))(chance.choice(parts[key]))}" for key in keys]
        found.append("&".join([*some, chance.choice(ODD), chance.choice(LISTS)]))
    return found
