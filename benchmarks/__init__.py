"""Measures the kiosk against its peers; each benchmark is one command, its numbers kept in RESULTS.md."""
