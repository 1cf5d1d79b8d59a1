"""The domain of the Jiaxing Innovation Atlas: what the plan says, and where it says it."""
