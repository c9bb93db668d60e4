"""Backups: making them, and bringing a clinic back from one."""
