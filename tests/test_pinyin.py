"""Names are spelt in a process of its own: it answers as here, comes back when it has died, and leaves when idle."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from g60.catalog import pinyin, pinyin_asked
from g60.catalog.catalog import Catalog
from g60.catalog.pinyin_asked import SPELLER, Speller, initials, numbered, plain, syllables

ROOT = Path(__file__).parents[1]
NAMES = ("祥符荡", "长三角研究院", "银行行长", "G60科创走廊", "", "a\nb", "𠮷野", "\ud83d", "é ½ ①", "重庆乐")


@pytest.fixture
def speller() -> Iterator[Speller]:
    one = Speller()
    yield one
    one.close()


@given(st.lists(st.text(st.sampled_from("长三角行重乐海宁研究院G60 ·é①㎡、𠮷\n"))))
@settings(max_examples=30)
def test_many_names_are_numbered_as_each_is_spelt(names: list[str]) -> None:
    told, numbers = numbered(names)
    each = "".join(chr(number) for number in numbers).split("\0")[1:]
    assert [[told[ord(number) - 1] for number in of] for of in each] == [pinyin.syllables(name) for name in names]


@pytest.mark.parametrize("name", NAMES)
def test_the_process_answers_as_this_one_would(name: str) -> None:
    assert list(syllables(name)) == pinyin.syllables(name)
    assert [list(plain(name))] == pinyin.ASKED["plain"]([name])[0]
    assert [initials(name)] == pinyin.ASKED["initials"]([name])[0]


def test_a_process_that_was_killed_is_started_again(speller: Speller) -> None:
    before = speller.ask("plain", ["海宁"])
    assert speller.process is not None
    killed = speller.process
    os.kill(killed.pid, signal.SIGKILL)
    assert speller.ask("plain", ["海宁"]) == before
    assert speller.process is not None
    assert speller.process.pid != killed.pid
    assert killed.returncode is not None  # nothing is left of it


def test_names_are_spelt_here_where_no_process_can_be_had_and_the_log_says_so(
    speller: Speller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "executable", str(ROOT / "no-python-here"))
    assert speller.ask("plain", ["海宁"])[0] == [["hai", "ning"]]
    assert "55 MB" in caplog.text
    assert "FileNotFoundError" in caplog.text


def test_names_are_spelt_here_where_each_process_dies(
    speller: Speller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def dead(_: Speller) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'half an answer')"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(Speller, "_started", dead)
    said, numbers = speller.ask("numbered", ["海宁"] * 100_000)
    assert len(numbers) == 4 * 300_000
    assert len(said) == 2
    assert speller.process is None
    assert caplog.text.count("55 MB") == 1


def test_a_process_that_nobody_asks_leaves() -> None:
    speller = Speller(idle_seconds=0.2)
    speller.ask("plain", ["海宁"])
    process = speller.process
    deadline = time.monotonic() + 20
    assert process is not None
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert speller.process is None
    assert process.returncode is not None
    assert speller.ask("plain", ["海宁"])[0] == [["hai", "ning"]]
    speller.close()


def test_many_threads_get_each_its_own_answer(speller: Speller) -> None:
    found: dict[str, object] = {}
    words = [chr(0x4E00 + number) for number in range(60)]

    def ask(word: str) -> None:
        found[word] = speller.ask("plain", [word])[0][0]

    threads = [threading.Thread(target=ask, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {word: pinyin.ASKED["plain"]([word])[0][0] for word in words}


def test_the_process_ends_with_its_parent() -> None:
    code = (
        "from g60.catalog.pinyin_asked import SPELLER; import os;"
        "SPELLER.ask('plain', ['海']); print(SPELLER.process.pid, flush=True); os._exit(1)"
    )
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=False)
    left, deadline = Path(f"/proc/{int(asked.stdout)}"), time.monotonic() + 20
    while _runs(left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(left)


def _runs(process: Path) -> bool:
    try:
        return (process / "stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_search_leaves_the_dictionaries_out_of_this_process(catalog: Catalog) -> None:
    code = (
        "import sys; from pathlib import Path; from g60.catalog.catalog import Catalog;"
        "from g60.catalog.sources import FolderSource; from g60.catalog.suggestions import suggestions;"
        "from g60.ui import import_sent, shell; from g60.record.intake import columns, names;"
        "whole = Catalog.load(FolderSource(Path('geodata'))); print(whole.index.find('xfd').sum());"
        "suggestions(whole, 'hn'); columns._initials(); names.alike('一号实验楼', '一号试验楼');"
        "import_sent.list_code('名单', ()); print(sorted(name for name in sys.modules if name.startswith('pypinyin')))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=120, check=True)
    assert done.stdout.decode().split("\n")[:2] == [str(catalog.index.find("xfd").sum()), "[]"]


def test_what_was_spelt_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = syllables("只问一次的名字")
    monkeypatch.setattr(SPELLER, "ask", None)
    assert pinyin_asked.syllables("只问一次的名字") == first
