"""The map in its frame. The page hands over how a map is built and mounted: this room does not know the layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from g60.catalog.catalog import Catalog
from g60.ui.shell import Page
from g60.ui.task_lights import past_day

HEIGHT = 640  # until the page's sheet says otherwise


def drawing(
    mount: Callable[..., Any], build: Callable[[Catalog], Any], message: Callable[..., Any]
) -> Callable[[Page], None]:
    """What draws the map of a page's catalog with `mount`; `message` tells it the selection and the view."""

    def draw(page: Page) -> None:
        told = message(page.catalog, page.selection, page.view, since=page.since, day=past_day(page))
        with page.container(key="atlas_map"):
            mount(
                build(page.catalog),
                feature_group_to_add=told,
                key=f"atlas-{page.catalog.fingerprint}",
                returned_objects=[],
                height=HEIGHT,
                use_container_width=True,
                render=False,  # of the page that folium would show by itself; what is sent is the same
            )

    return draw
