"""Checking the records against their audit trail, showing the trail, cutting it, and signing how far it has come."""
