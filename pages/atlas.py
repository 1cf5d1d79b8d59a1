"""The map, the list of what it shows, and the card of the focused subject."""

from streamlit_folium import st_folium

from g60.ui import results, shell, task_lights
from layers import build_map, client, message


def draw(page: shell.Page) -> None:
    """Draws the map and the list."""
    with page.container(key="atlas_map"):
        st_folium(
            build_map(page.catalog),
            feature_group_to_add=message(
                page.catalog, page.selection, page.view, since=page.since, day=task_lights.past_day(page)
            ),
            key=f"atlas-{page.catalog.fingerprint}",
            returned_objects=[],
            height=640,
            use_container_width=True,
        )
    results.show(page)


shell.draw_filtered(shell.open_page("atlas", client), draw)
