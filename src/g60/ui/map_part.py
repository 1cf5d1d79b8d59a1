"""The map in its frame. The page hands over how a map is built and mounted: this room does not know the layers.

The frame is mounted by a run of the whole page, with the message of that time. From then on the page around it tells it
each later message (`hosts/results_part.js`), so that a filter sends the message alone and not the map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from g60.ui.page import Page
from g60.ui.task_lights import past_day

HEIGHT = 640  # until the page's sheet says otherwise


@dataclass(frozen=True)
class MapPart:
    """How a map is made and told.

    `build` makes it of a catalog, `message` says what a page asks of it in codes, `first` writes such a message into
    the map's script, and `mount` draws all of it.
    """

    mount: Callable[..., Any]
    build: Callable[..., Any]
    message: Callable[..., Mapping[str, str]]
    first: Callable[[Mapping[str, str]], Any]

    def told(self, page: Page) -> Mapping[str, str]:
        """What the map is told of a page's selection and view."""
        return self.message(page.catalog, page.selection, page.view, since=page.since, day=past_day(page))

    def draw(self, page: Page) -> None:
        """Draws the frame with the map of a page's catalog."""
        with page.container(key="atlas_map"):
            self.mount(
                self.build(page.catalog),
                feature_group_to_add=self.first(self.told(page)),
                key=f"atlas-{page.catalog.fingerprint}",
                returned_objects=[],
                height=HEIGHT,
                use_container_width=True,
                render=False,  # of the page that folium would show by itself; what is sent is the same
            )
