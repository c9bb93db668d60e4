"""Looking after a clinic: whether all is well with it."""
