"""The real app in a real browser, in the words of its readers: what they see and do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect

FRAME = 'iframe[title="streamlit_folium.st_folium"]'
# A rerun takes a tenth of a second; the wait is for a loaded machine.
PATIENCE_MS = 30_000
# Nothing has changed for so long: the server has answered, and what follows an answer has followed.
QUIET_MS = 150
# Looked at so often, and not at every frame: that a page is asked to paint one costs more than the look.
POLLING_MS = 30
STILL = """quiet => {
    const now = JSON.stringify(%s);
    if (window.seenLast !== now) [window.seenLast, window.seenSince] = [now, performance.now()];
    return performance.now() - window.seenSince > quiet;
}"""
STATE = "document.querySelector('[data-test-script-state]').dataset.testScriptState"
ANSWERED = STILL % f"{STATE} === 'notRunning' ? location.search : performance.now()"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# To another address as the browser's Back does.
TURN = "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
# When the page asked the server for something last, and when it was last told something: the script's state alone
# does not say that it ran, for a busy page paints its end together with its beginning.
TALK = """{
    const talk = { asked: 0, told: 0 };
    window.WebSocket = class extends WebSocket {
        constructor(...about) {
            super(...about);
            this.addEventListener('message', () => { talk.told = performance.now(); });
        }
        send(words) {
            talk.asked = performance.now();
            super.send(words);
        }
    };
    window.seenTalk = talk;
}"""
TOLD = f"""([since, quiet]) => {{
    const {{ asked, told }} = window.seenTalk;
    return asked >= since && told > asked && performance.now() - told > quiet && {STATE} === 'notRunning';
}}"""
PLACED = STILL % "[map_div.getCenter(), map_div.getZoom(), atlas.labels()]"


def settle(page: Page) -> None:
    """Waits until the server has answered and the address stays as it is."""
    page.wait_for_function(ANSWERED, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)


def go(page: Page, address: str) -> None:
    """Goes to an address of the app; where the app is open already, within the page, as the browser's Back does.

    What stands there has then been answered. Loading the app again, which tells the same of a page, takes seconds.
    """
    parts, here = urlsplit(address), urlsplit(page.url)
    if (parts.scheme, parts.netloc) != (here.scheme, here.netloc):
        page.goto(address)
        return
    since = page.evaluate(
        f"path => {{ const now = performance.now(); ({TURN})(path); return now; }}", f"{parts.path}?{parts.query}"
    )
    page.wait_for_function(TOLD, arg=[since, QUIET_MS], timeout=PATIENCE_MS, polling=POLLING_MS)


def resize(page: Page, width: int, height: int) -> None:
    """Gives the window a size and waits until it is drawn so: what follows a width by script follows with a frame."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(DRAWN)


@dataclass(frozen=True, slots=True)
class AtlasPage:
    """One open atlas."""

    page: Page
    base_url: str

    def open(self, path: str = "/") -> "AtlasPage":
        """Goes to an address of the app and waits until the map is painted."""
        self.page.goto(self.base_url + path)
        self.map.locator("#map_div.is-painted").wait_for(timeout=PATIENCE_MS)
        return self

    def change(self, path: str) -> None:
        """Goes to an address as the browser's Back does, and waits for nothing: no page is loaded again."""
        self.page.evaluate(TURN, path)

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator(FRAME)

    @property
    def frame(self) -> Frame:
        handle = self.page.locator(FRAME).element_handle()
        frame = handle.content_frame() if handle else None
        assert frame is not None
        return frame

    def settle(self) -> None:
        """Waits until the server has answered, and map and labels stand still."""
        settle(self.page)
        self.frame.wait_for_function(PLACED, arg=QUIET_MS, timeout=PATIENCE_MS, polling=POLLING_MS)

    def ask_map(self, expression: str, argument: Any = None) -> Any:
        """What the map's own script says; what it does is `void`, for its map takes seconds to be sent."""
        return self.frame.evaluate(expression, argument)

    def shown(self) -> list[str]:
        return self.ask_map("atlas.shown()")

    def view(self) -> list[float]:
        return self.ask_map("[map_div.getZoom(), map_div.getCenter().lat, map_div.getCenter().lng]")

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.evaluate("location.href")).query)

    @property
    def sentence(self) -> Locator:
        return self.page.locator(".st-key-atlas_results [data-testid=stText]").last

    def says(self, sentence: str) -> None:
        """Waits until the sentence above the list is this one."""
        expect(self.sentence).to_have_text(sentence, timeout=PATIENCE_MS)

    def shows(self, ids: Sequence[str]) -> None:
        """Waits until the map shows exactly these."""
        self.frame.wait_for_function(
            "wanted => JSON.stringify(atlas.shown()) === wanted",
            arg=_as_script_writes(sorted(ids)),
            timeout=PATIENCE_MS,
        )

    def filter(self, label: str) -> None:
        """Clicks one option of the checklists."""
        self.page.locator(".st-key-atlas_filters").get_by_label(label, exact=False).first.click()

    def row(self, entity_id: str) -> Locator:
        return self.page.locator(f".st-key-atlas_results [data-id='{entity_id}']").first

    @property
    def card(self) -> Locator:
        return self.page.locator(".st-key-atlas_results article.card")

    def point_of(self, entity_id: str) -> tuple[float, float]:
        """Where an area's label point is on the screen."""
        box = self.page.locator(FRAME).bounding_box()
        assert box is not None
        x, y = self.ask_map(
            "id => { const at = atlas.find(id).label; const p = map_div.latLngToContainerPoint([at[1], at[0]]);"
            " return [p.x, p.y]; }",
            entity_id,
        )
        return box["x"] + x, box["y"] + y

    def drag_map(self, x: float, y: float) -> None:
        box = self.page.locator(FRAME).bounding_box()
        assert box is not None
        start = box["x"] + box["width"] / 2, box["y"] + box["height"] / 3
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(start[0] + x, start[1] + y, steps=5)
        self.page.mouse.up()


def _as_script_writes(ids: list[str]) -> str:
    return "[" + ",".join(f'"{entity_id}"' for entity_id in ids) + "]"
