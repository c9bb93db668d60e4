"""What the lead looks at: figures without names, and visits for an inspector."""
