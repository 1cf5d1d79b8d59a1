"""What a reader did last on a page may reach the server when they are on the next page already."""

import pytest

from g60.contract.i18n import text
from tests.protocol import Session


@pytest.mark.parametrize("part", ["look", "facets", "results", "view_link"])
def test_the_last_event_of_a_page_that_was_left_is_no_fault_of_the_next(server: str, part: str) -> None:
    with Session(server) as session:
        ids = dict(session.open("", lang="en").ids)
        session.open("meeting", lang="en")
        session.ids = dict(ids)  # the browser still tells the state of the parts that it had
        session.fragments.clear()  # and Streamlit has put the event into the run of the next page
        late = next(id for id, name in ids.items() if name == f"g60_{part}")
        session.send(late, {"type": "view", "view": "30.5,120.7,11"})
        failed = text("service_failed", "en")
        assert session.texts
        assert failed not in session.texts
        session.ids = dict(ids)
        assert failed not in session.send(late, {"type": "view", "view": "30.5,120.7,11"}).texts
