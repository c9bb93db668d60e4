"""A visit from booked to finished: its states, its verdict, its day, and the books that keep it."""
