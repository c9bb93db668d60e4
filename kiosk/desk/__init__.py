"""The receptionist: the board, next steps, raising, free slots."""
