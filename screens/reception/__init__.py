"""The receptionist: one live board, and what the desk may do with a visit."""
