"""Text of which nothing is Markdown, for Streamlit's labels and messages."""


def escaped(words: str) -> str:
    """The text with every character escaped that could mark up."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~$:" else char for char in words)
