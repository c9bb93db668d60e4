"""A protocol compared with another version, with worked cases, and with another treatment's questions."""
