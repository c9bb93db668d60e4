"""How long from a key to the next question, whole on the screen."""
