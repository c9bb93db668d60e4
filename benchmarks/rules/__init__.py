"""Our engine against the rule engines that Python can call, on the same rules and the same clients."""
