"""Signing in, locking, and the small screens that ask staff one thing."""
