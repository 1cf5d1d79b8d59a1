"""Who the reader is: signing in with an identity provider, the machine itself, and what cannot be forged."""

import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from g60.catalog.sources import FolderSource
from g60.record.answers import answers
from g60.record.corrections import Read, Words, add
from g60.record.drafts import drafts, start
from g60.record.people import Person, add_person, people, remove_person
from g60.ui.person import account_of, is_at_the_machine
from tests.atlas_page import PATIENCE_MS
from tests.conftest import GEODATA, serving
from tests.protocol import Session
from tests.provider import CLIENT, SECRET, Provider, providing

READ = Read("lake-juanhu", "area_km2", "23.3 km²", "stated", "atlas", "", 1, "abc")
MAY_EDIT, MAY_READ = "您在本机编辑", "可以查看和提出更正。编辑需要登录"
CLERK = "li.na@haining.gov.cn"
CLAIMS: Mapping[str, Mapping[str, Any]] = {
    "clerk": {"sub": "1", "email": "Li.Na@Haining.gov.cn", "email_verified": True, "name": "somebody else's words"},
    "stranger": {"sub": "2", "email": "stranger@example.com", "email_verified": True},
    "pretender": {"sub": "3", "email": CLERK, "email_verified": False},
    "local": {"sub": "4", "email": "local", "email_verified": True},
}

# Claims -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claims", "account"),
    [
        ({"email": "A@b.cn", "email_verified": True, "iss": "https://i", "sub": "s"}, "a@b.cn"),
        ({"email": "A@b.cn", "email_verified": "true"}, "a@b.cn"),
        ({"email": "a@b.cn", "email_verified": False, "iss": "https://i", "sub": "s"}, "https://i#s"),
        ({"email": "a@b.cn", "email_verified": "false", "iss": "https://i", "sub": "s"}, "https://i#s"),
        ({"email": "a@b.cn", "email_verified": 1.5, "iss": "https://i", "sub": "s"}, "https://i#s"),
        ({"email": "a@b.cn", "iss": "https://i", "sub": "s"}, "https://i#s"),
        ({"email": "https://i#s@x", "email_verified": True}, ""),  # no address that could be taken for an issuer's
        ({"email": "local", "email_verified": True, "iss": "https://i", "sub": "local"}, "https://i#local"),
        ({"email": "lin\u212a@b.cn", "email_verified": True}, ""),  # the sign for kelvin is k in lower case
        ({"email": "李娜@b.cn", "email_verified": True, "iss": "https://i", "sub": "s"}, "https://i#s"),
        ({"email": ["a@b.cn"], "email_verified": True}, ""),
        ({"sub": "local"}, ""),
        ({}, ""),
    ],
)
def test_only_a_verified_address_or_issuer_and_subject_are_an_account(claims: dict[str, Any], account: str) -> None:
    assert account_of(claims) == account


@pytest.mark.parametrize(
    ("headers", "is_there"),
    [
        ({}, True),
        ({"Host": "localhost:8501", "Origin": "http://localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ({"Host": "localhost:8501", "X-Forwarded-For": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "x-forwarded-proto": "https"}, False),
        ({"Host": "localhost:8501", "FORWARDED": "for=127.0.0.1"}, False),
        ({"Host": "localhost:8501", "X-Real-IP": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "Via": "1.1 nginx"}, False),
        ({"Host": "127.0.0.1:8501", "Origin": "https://atlas.example.cn"}, False),  # a proxy that says nothing else
        ({"Host": "evil.example:8501", "Origin": "http://evil.example:8501"}, False),  # a name led to 127.0.0.1
        ({"Host": "localhost.evil.example"}, False),
        ({"Host": "localhost", "Origin": "null"}, False),
        ({"Host": "localhost:8501", "Origin": "http://localhost:3000"}, False),  # a page of another program
        ({"Host": "localhost:8501", "Origin": "http://127.0.0.1:8501"}, False),
        ({"Host": "localhost:8501", "Origin": "http://localhost"}, False),
        ({"Host": "localhost", "Origin": "http://localhost"}, True),
        ({"Host": "LOCALHOST:8501", "Origin": "http://localhost:8501"}, True),
        ({"Origin": "http://localhost:8501"}, False),
        ({"Host": "localhost:8501", "Proxy-Client-IP": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "WL-Proxy-Client-IP": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "Ali-Cdn-Real-Ip": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "X-Azure-ClientIP": "127.0.0.1"}, False),
        ({"Host": "localhost:8501", "X-Remote-Addr": "127.0.0.1"}, False),
        ({"Host": "["}, False),
    ],
)
def test_headers_of_a_proxy_or_of_another_name_are_not_the_machine(headers: dict[str, str], *, is_there: bool) -> None:
    assert is_at_the_machine(headers) is is_there


# Over the page's protocol ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def url() -> str:
    """A record with a correction that waits for an answer."""
    address = f"sqlite:///{Path(tempfile.mkdtemp(prefix='g60-')) / 'atlas.db'}"
    add(READ, Words(proposed="24.1 km²", reason="新公报"), session="a", url=address)
    admin(address)
    return address


@pytest.fixture(scope="module")
def local(url: str) -> Iterator[str]:
    """The app that the machine itself may edit; it listens on every address of the machine."""
    with serving(
        env={"G60_EDIT": "local", "DATABASE_URL": url, "FORWARDED_ALLOW_IPS": "*"},
        options=lambda _: ["--server.address=0.0.0.0"],
    ) as base_url:
        yield base_url


def own_address() -> str:
    """An address of this machine that is not the loopback one; the test is skipped without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("198.51.100.1", 9))  # nothing is sent
        except OSError:
            pytest.skip("the machine has no address but the loopback one")
        return str(probe.getsockname()[0])


@pytest.mark.parametrize("page", ["people", "documents", "corrections"])
def test_the_machine_itself_may_edit(local: str, page: str) -> None:
    with Session(local) as session:
        assert MAY_EDIT in "".join(session.open(page).texts)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "203.0.113.5"},
        {"X-Forwarded-For": "::1", "X-Real-IP": "::1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
)
def test_who_comes_through_a_proxy_may_not(local: str, headers: dict[str, str]) -> None:
    with Session(local, headers) as session:
        said = "".join(session.open("people").texts)
    assert MAY_READ in said
    assert MAY_EDIT not in said


def test_another_name_for_the_loopback_address_may_not(local: str) -> None:
    with Session(local, name="evil.example") as session:
        assert MAY_READ in "".join(session.open("people").texts)


def test_another_computer_may_not_whatever_it_says(local: str) -> None:
    port = local.rpartition(":")[2]
    forged: tuple[dict[str, str], ...] = ({}, {"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"})
    for headers in forged:
        with Session(f"http://{own_address()}:{port}", headers) as session:
            said = "".join(session.open("people").texts)
        assert MAY_READ in said
        assert MAY_EDIT not in said


SAVED = {"account": "x@y.cn", "name": "X", "roles": ["admin"], "units": []}
FORGED = {
    ("people", "people_form"): {"type": "form", "action": "save", "values": SAVED},
    ("documents", "document_add"): {"type": "form", "action": "add", "values": {"title_zh": "伪", "text": "伪"}},
    ("corrections", "correction_answer_form"): {"type": "form", "action": "refused", "values": {"words": "伪"}},
}


@pytest.mark.parametrize(("page", "part"), FORGED)
def test_an_event_that_a_visitor_forges_does_nothing(local: str, url: str, page: str, part: str) -> None:
    event = FORGED[page, part]
    with Session(local) as editor:  # whose page tells the parts' ids
        editor.open(page)
        if page == "corrections":
            shown = next(one for one in editor.ids if one.endswith("-correction_list"))
            editor.send(shown, {"type": "correction", "number": 1})
        part_id = next(one for one in editor.ids if one.endswith(f"-{part}"))
    before = people(url), answers([1], url), drafts(admin(url), url)
    with Session(local, {"X-Forwarded-For": "203.0.113.5"}) as visitor:
        visitor.open(page)
        assert part_id not in visitor.ids
        visitor.send(part_id, event).send(part_id, event)
    assert (people(url), answers([1], url), drafts(admin(url), url)) == before
    with Session(local) as editor:  # and for those who may, the same event is the act
        editor.open(page)
        if page == "corrections":
            editor.send(shown, {"type": "correction", "number": 1})
        editor.send(part_id, event)
    assert (people(url), answers([1], url), drafts(admin(url), url)) != before


def admin(url: str) -> Person:
    return add_person("seer", "seer", roles=("admin",), by=None, url=url)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "form", "action": "save"},
        {"type": "form", "action": "save", "values": {"account": ["x"], "name": 7, "roles": "admin", "units": {}}},
        {"type": "form", "action": 7, "values": []},
        {"type": "form", "action": "save", "values": {**SAVED, "roles": ["emperor"]}},
        {"type": "form", "action": "save", "values": {**SAVED, "name": "长" * 10_000}},
        {"type": "person", "account": {"x": 1}},
    ],
)
def test_an_event_of_another_form_is_refused_in_words_or_ignored(local: str, url: str, event: dict[str, Any]) -> None:
    with Session(local) as session:
        session.open("people")
        before = people(url)
        part_id = next(one for one in session.ids if one.endswith("-people_form"))
        said = "".join(session.send(part_id, event).texts)
        assert MAY_EDIT in said
        assert "people_form" in str(session.ids)
    assert people(url) == before


# With an identity provider --------------------------------------------------------------------------


@contextmanager
def signing_in(provider: Provider, url: str, *, below: str = "", **env: str) -> Iterator[str]:
    """An app of the provider's, at the root of its port or `below` a path."""
    folder = Path(tempfile.mkdtemp(prefix="g60-secrets-"))

    def options(port: int) -> list[str]:
        path = folder / "secrets.toml"
        path.write_text(
            "[auth]\n"
            f'redirect_uri = "http://127.0.0.1:{port}{below}/oauth2callback"\n'
            'cookie_secret = "nobody can guess this one"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n',
            "utf-8",
        )
        return [f"--secrets.files={path}", f"--server.baseUrlPath={below}"]

    with serving(env={"DATABASE_URL": url, **env}, options=options) as base_url:
        yield base_url + below


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(CLAIMS) as made:
        yield made


@pytest.fixture(scope="module")
def haining() -> str:
    address = f"sqlite:///{Path(tempfile.mkdtemp(prefix='g60-')) / 'atlas.db'}"
    add_person(CLERK, "李娜", roles=("clerk",), units=("330481",), by=None, url=address)
    start(add_person("wang", "王伟", roles=("editor",), by=None, url=address), "草稿", FolderSource(GEODATA), address)
    return address


@pytest.fixture(scope="module")
def app(provider: Provider, haining: str) -> Iterator[str]:
    """Below a path: the way to the provider and back is the same, and the cookies are those of the path."""
    with signing_in(provider, haining, below="/atlas") as base_url:
        yield base_url


def sign_in(page: Page, app: str, who: str, *, at: str = "/documents") -> None:
    page.goto(app + at)
    page.get_by_role("button", name="登录", exact=True).click(timeout=PATIENCE_MS)
    page.get_by_role("link", name=who, exact=True).click(timeout=PATIENCE_MS)
    page.wait_for_url(f"{app}/**", timeout=PATIENCE_MS)
    page.goto(app + at)


@pytest.mark.e2e
def test_a_clerk_signs_in_sees_own_rights_and_signs_out(new_page: Callable[..., Page], app: str) -> None:
    page = new_page()
    sign_in(page, app, "clerk")
    line = page.locator(".st-key-atlas_who")
    expect(line).to_contain_text("李娜 · 县级录入员 · 海宁", timeout=PATIENCE_MS)
    expect(line.get_by_role("link", name="人员")).to_have_count(0)
    page.goto(f"{app}/edit")
    expect(page.locator(".st-key-atlas_edit")).to_contain_text("草稿", timeout=PATIENCE_MS)
    page.goto(f"{app}/people?lang=en")
    expect(page.locator(".st-key-atlas_who")).to_contain_text("county clerk · Haining", timeout=PATIENCE_MS)
    expect(page.locator(".st-key-atlas_people")).to_contain_text("This page is for administrators")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re_path(app), timeout=PATIENCE_MS)
    page.goto(f"{app}/documents")
    expect(page.locator(".st-key-atlas_who")).to_contain_text("未登录", timeout=PATIENCE_MS)


def re_path(app: str) -> Callable[[str], bool]:
    return lambda address: address.startswith(app) and "/people" not in address


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("stranger", "已用账号 stranger@example.com 登录，但这里没有登记它"),
        ("pretender", "登录方没有核实邮箱 li.na@haining.gov.cn"),
        ("local", "但这里没有登记它"),
    ],
)
def test_whom_nobody_entered_may_only_read(new_page: Callable[..., Page], app: str, who: str, said: str) -> None:
    page = new_page()
    sign_in(page, app, who)
    line = page.locator(".st-key-atlas_who")
    expect(line).to_contain_text(said, timeout=PATIENCE_MS)
    expect(line).not_to_contain_text("李娜")
    expect(page.locator(".st-key-document_add")).to_have_count(0)
    page.goto(f"{app}/?draft=1")
    expect(page.locator(".st-key-atlas_not_had")).to_contain_text("请先登录", timeout=PATIENCE_MS)


@pytest.mark.e2e
def test_a_role_that_was_taken_away_is_gone_at_the_next_act(
    new_page: Callable[..., Page], app: str, haining: str
) -> None:
    page = new_page()
    add_person("stranger@example.com", "新人", roles=("editor",), by=None, url=haining)
    sign_in(page, app, "stranger")
    add = page.locator(".st-key-document_add form")
    add.locator("[data-name=title_zh]").fill("文件", timeout=PATIENCE_MS)
    remove_person("stranger@example.com", by=None, url=haining)
    add.locator("[data-action=add]").click()
    expect(page.locator(".st-key-atlas_who")).to_contain_text("没有登记它", timeout=PATIENCE_MS)
    assert [one.name for one in drafts(admin(haining), haining)] == ["草稿"]


@pytest.mark.e2e
def test_who_signed_in_is_not_the_machine_itself(
    new_page: Callable[..., Page], provider: Provider, haining: str
) -> None:
    with signing_in(provider, haining, G60_EDIT="local") as app:
        page = new_page()
        page.goto(f"{app}/documents")
        expect(page.locator(".st-key-atlas_who")).to_contain_text("您在本机编辑", timeout=PATIENCE_MS)


def test_without_a_provider_the_page_says_how_to_turn_editing_on(tmp_path: Path) -> None:
    with serving(env={"DATABASE_URL": f"sqlite:///{tmp_path / 'atlas.db'}"}) as base_url, Session(base_url) as session:
        assert "G60_EDIT=local" in "".join(session.open("documents").texts)
        assert "set up signing in" in "".join(session.open("documents", lang="en").texts)
        with Session(base_url, {"X-Forwarded-For": "203.0.113.5"}) as visitor:
            said = "".join(visitor.open("edit").texts)
            assert "编辑需要登录，请找管理员" in said
            assert "secrets.toml" not in said
            assert "G60_EDIT" not in said
