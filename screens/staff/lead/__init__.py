"""What the lead does in the app: staff, rules, figures, the audit trail, and visits for an inspector."""
