"""A protocol held against another version, against worked cases, and against another treatment's questions."""
