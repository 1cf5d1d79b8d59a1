"""The two yardsticks as an application, served like `app.py`, with Leaflet from this server."""

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from g60.ui.asked import load_catalog

PAGE = Path(__file__).parent / f"{os.environ['G60_YARDSTICK']}.py"


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """As in the app: load the catalog before the first visitor, and exclude it from garbage collection."""
    load_catalog()
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    PAGE, lifespan=lifespan, routes=[Mount("/files/leaflet", StaticFiles(packages=[("xstatic.pkg.leaflet", "data")]))]
)
