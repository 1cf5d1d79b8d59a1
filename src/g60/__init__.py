"""The domain of the Jiaxing Innovation Atlas, in rooms: docs/architecture.md says what is in each."""
