"""A machine of the clinic as it starts by itself: units of systemd, and a session in which there is a kiosk and nothing else."""
