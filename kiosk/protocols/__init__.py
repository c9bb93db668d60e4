"""The clinic's protocols: where its own files live, which version is in force, who signed it, and what is kept of the old."""
