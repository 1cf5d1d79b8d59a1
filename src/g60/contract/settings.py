"""The settings of the app: every variable of the environment, and every secret, that an operator can set.

A setting is one entry of `SETTINGS`. Other modules read it by its name, through `given` or `number`: what cannot be
used counts as not set, and `wrong` says so with what the app does instead. What a setting does stands in the text
table, under `setting_…` with its name, and what happens without it under `setting_…_without`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from g60.contract.i18n import text

OURS = "G60_"
_LONGEST_SHOWN = 60
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_SEGMENTS = re.compile(r"/?[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*/?")
_DATABASE = re.compile(r"(sqlite|postgres(ql)?)(\+[a-z0-9]+)?://.+")
_SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable or secret: its name, the kind of its value, and what it is without one."""

    name: str
    kind: str
    default: str = ""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 2**31 - 1
    secret: bool = False  # its value is never printed
    stays: bool = False  # a wrong value is not replaced: the app says that it cannot work with it
    place: str = "environment"  # or secrets: a key of .streamlit/secrets.toml; or tests: only tests read it

    @property
    def text(self) -> str:
        """The code of the text that says what the setting does."""
        return "setting_" + re.sub(r"[^a-z0-9]+", "_", self.name.lower())


SETTINGS: tuple[Setting, ...] = (
    Setting("DATABASE_URL", "database", secret=True, stays=True),
    Setting("DATABASE_READ_URL", "database", secret=True, stays=True),
    Setting("G60_GEODATA", "folder", stays=True),
    Setting("G60_SOURCES", "folder"),
    Setting("G60_CACHE", "path"),
    Setting("G60_EDIT", "choice", choices=("local",)),
    Setting("G60_BASE_URL", "address"),
    Setting("G60_HOSTS", "hosts", stays=True),
    Setting("G60_MAKER", "words"),
    Setting("G60_MAP_REVIEW", "words"),
    Setting("G60_TIANDITU_KEY", "words", secret=True),
    Setting("G60_BASEMAP_URL", "words"),
    Setting("G60_BASEMAP_ATTRIBUTION", "words"),
    Setting("G60_LOG", "choice", default="json", choices=("json", "plain")),
    Setting("G60_METRICS", "networks"),
    Setting("G60_WORKERS", "number", least=1, most=64),
    Setting("G60_WORKERS_AHEAD", "number", default="1", most=64),
    Setting("G60_QUEUE", "number", default="20", least=1, most=1000),
    Setting("G60_JOB_SECONDS", "number", default="300", least=1, most=86_400),
    Setting("G60_WORKER_MB", "number", default="1500", least=300, most=1_000_000),
    Setting("G60_SESSIONS", "number", default="300", least=1, most=100_000),
    Setting("SOURCE_DATE_EPOCH", "number", most=253_402_300_799),
    Setting("FORWARDED_ALLOW_IPS", "networks", default="127.0.0.1", stays=True),
    Setting("STREAMLIT_SERVER_BASE_URL_PATH", "segments", stays=True),
    Setting("STREAMLIT_SERVER_COOKIE_SECRET", "secret", secret=True, stays=True),
    Setting("tianditu_key", "words", secret=True, place="secrets"),
    Setting("auth.redirect_uri", "callback", stays=True, place="secrets"),
    Setting("auth.cookie_secret", "secret", secret=True, stays=True, place="secrets"),
    Setting("auth.client_id", "words", stays=True, place="secrets"),
    Setting("auth.client_secret", "words", secret=True, stays=True, place="secrets"),
    Setting("auth.server_metadata_url", "address", stays=True, place="secrets"),
    Setting("G60_BUNDLE", "words", place="tests"),
    Setting("G60_CHROMIUM", "words", place="tests"),
    Setting("G60_CLERK", "words", place="tests"),
    Setting("G60_KILLS", "number", default="25", place="tests"),
    Setting("G60_YARDSTICK", "words", place="tests"),
)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A setting that cannot be used, or one that nobody knows: the code of a text, and its values."""

    name: str
    code: str
    values: Mapping[str, object]


# Reading -----------------------------------------------------------------------------------------


def given(name: str, environ: Mapping[str, str] | None = None) -> str:
    """What the operator has set, without blanks around it; the default where it is not set or cannot be used."""
    setting = BY_NAME[name]
    value = (os.environ if environ is None else environ).get(name, "").strip()
    return value if value and (setting.stays or usable(setting, value)) else setting.default


def number(name: str, environ: Mapping[str, str] | None = None) -> int:
    """The same as a whole number."""
    return int(given(name, environ))


def listed(name: str, environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The same as the parts that commas separate, in small letters."""
    return parts(given(name, environ))


def parts(value: str) -> tuple[str, ...]:
    """What commas separate, in small letters, without empty parts."""
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())


def environment(**more: str) -> dict[str, str]:
    """The environment of this process with further variables, for a program that is started from it."""
    return {**os.environ, **more}


# Checking ----------------------------------------------------------------------------------------


def usable(setting: Setting, value: str) -> bool:
    """Whether a value is one of the setting's kind."""
    return _CHECKS[setting.kind](setting, value)


def wrong(environ: Mapping[str, str] | None = None, secrets: Mapping[str, Any] | None = None) -> Iterator[Wrong]:
    """Every setting whose value cannot be used, then every variable that looks like one of ours and is none."""
    values = os.environ if environ is None else environ
    for setting in SETTINGS:
        value = values.get(setting.name, "") if setting.place != "secrets" else secret(secrets or {}, setting.name)
        if value.strip() and not usable(setting, value.strip()):
            yield _said(setting, value.strip())
    for name in sorted(values):
        if name.startswith(OURS) and name not in BY_NAME:
            near = get_close_matches(name, [known for known in BY_NAME if known.startswith(OURS)], 1, 0.7)
            code = "setting_unknown_near" if near else "setting_unknown"
            yield Wrong(name, code, {"name": name[:_LONGEST_SHOWN], "near": near[0] if near else ""})


def secret(secrets: Mapping[str, Any], name: str) -> str:
    """A key of the secrets, as in `auth.client_id`; empty where it is not set."""
    section, _, key = name.rpartition(".")
    held = secrets.get(section) if section else secrets
    value = held.get(key, "") if isinstance(held, Mapping) else ""
    return value if isinstance(value, str) else ""


def _said(setting: Setting, value: str) -> Wrong:
    shown = "…" if setting.secret else value[:_LONGEST_SHOWN] + ("…" if len(value) > _LONGEST_SHOWN else "")
    code = "setting_wrong_stays" if setting.stays else "setting_wrong"
    return Wrong(setting.name, code, {"name": setting.name, "value": shown})


def said(found: Wrong, lang: str) -> str:
    """What the operator is told of it: the value, what it must be, and what the app does instead."""
    if found.name not in BY_NAME:
        return text(found.code, lang, **found.values)
    setting = BY_NAME[found.name]
    without = text(f"{setting.text}_without", lang).replace("`", "")
    return text(found.code, lang, **{**found.values, "kind": kind_text(setting, lang), "without": without})


def kind_text(setting: Setting, lang: str) -> str:
    """What a value of the setting is."""
    limits = {"choices": ", ".join(setting.choices), "least": setting.least, "most": setting.most}
    code = "setting_kind_choice_one" if len(setting.choices) == 1 else f"setting_kind_{setting.kind}"
    return text(code, lang, **limits)


# Kinds -------------------------------------------------------------------------------------------


def _is_choice(setting: Setting, value: str) -> bool:
    return value in setting.choices


def _is_number(setting: Setting, value: str) -> bool:
    return value.isascii() and value.isdecimal() and setting.least <= int(value[:20]) <= setting.most


def _is_words(_: Setting, value: str) -> bool:
    return value.isprintable()


def _is_folder(_: Setting, value: str) -> bool:
    return _is_path(_, value) and Path(value).is_dir()


def _is_path(_: Setting, value: str) -> bool:
    """Whether a folder can be there: a file of that name, or of a folder above it, stands in its way."""
    if "\0" in value:
        return False
    try:
        return next(place for place in (Path(value), *Path(value).absolute().parents) if place.exists()).is_dir()
    except OSError:
        return False


def _is_address(_: Setting, value: str) -> bool:
    try:
        there = urlsplit(value)
        there.port  # noqa: B018 - raises if the port is not a number
    except ValueError:
        return False
    host = there.hostname or ""
    known = _HOST.fullmatch(f"[{host}]" if ":" in host else host) is not None
    plain = not (there.username or there.query or there.fragment) and value.isascii() and " " not in value
    return there.scheme in ("http", "https") and known and plain


def _is_callback(_: Setting, value: str) -> bool:
    return _is_address(_, value) and value.endswith("/oauth2callback")


def _is_hosts(_: Setting, value: str) -> bool:
    return all(_HOST.fullmatch(part) for part in parts(value))


def _is_networks(_: Setting, value: str) -> bool:
    return value == "*" or all(_is_network(part) for part in parts(value))


def _is_network(part: str) -> bool:
    try:
        ip_network(part, strict=False)
    except ValueError:
        return False
    return True


def _is_database(_: Setting, value: str) -> bool:
    return _DATABASE.fullmatch(value) is not None


def _is_segments(_: Setting, value: str) -> bool:
    return _SEGMENTS.fullmatch(value) is not None and not {".", ".."} & set(value.split("/"))


def _is_secret(_: Setting, value: str) -> bool:
    return len(value) >= _SHORTEST_SECRET


_CHECKS: Mapping[str, Callable[[Setting, str], bool]] = {
    "choice": _is_choice,
    "number": _is_number,
    "words": _is_words,
    "folder": _is_folder,
    "path": _is_path,
    "address": _is_address,
    "callback": _is_callback,
    "hosts": _is_hosts,
    "networks": _is_networks,
    "database": _is_database,
    "segments": _is_segments,
    "secret": _is_secret,
}
