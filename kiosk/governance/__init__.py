"""Which protocol is in force: versions, sign-offs and overlays."""
