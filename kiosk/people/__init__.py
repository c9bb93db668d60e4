"""Clients and staff: who they are and how they are found."""
