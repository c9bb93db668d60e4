"""What is written for a machine, with @NAMES@ where its own values go."""
