"""What a client's terminal holds after many check-ins."""
