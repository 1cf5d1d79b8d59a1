"""What a page of the app brings along for paper: panes that unfold, and the way to the hand-outs in words."""

from g60.contract.i18n import LANGUAGES, text
from g60.ui.page_head import with_head
from layers import client

STREAMLIT = b'<html lang="en"><head><title>Streamlit</title></head></html>'


def test_a_page_says_on_paper_where_its_files_are_in_either_language() -> None:
    page = with_head(STREAMLIT, "en", "day", "style.css").decode()
    for lang in LANGUAGES:
        assert f'data-paper-{lang}="{text("print_more", lang)}"' in page
        assert text("handout_open", lang) in text("print_more", lang)
    style = client.style_text("page")
    assert "attr(data-paper-zh)" in style
    assert "attr(data-paper-en)" in style
    assert "@media print" in style
