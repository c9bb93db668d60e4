"""Every property of a protocol judged at once, and the proof of it that can be kept."""
