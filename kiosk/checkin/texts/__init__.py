"""Every word a client reads at the kiosk besides those of the protocols: a module for each thought. A language is another such package."""
