"""The clinic: clients, visits, staff and records. Knows the rules, never the screens."""
