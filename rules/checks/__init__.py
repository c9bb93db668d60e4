"""What every check of a protocol stands on: what it says, the protocol as plain data, and where a source speaks against it."""
