"""Checking the records against their audit trail, showing the trail, cutting it, and signing where it stands."""
