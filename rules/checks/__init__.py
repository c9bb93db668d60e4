"""What all checks of a protocol share: what it says, the protocol as plain data, and where a source speaks against it."""
