"""The command `ad-metrics`: builds the marts and shows them."""
