"""Follow-up: the points of the protocol until each is executed, accepted and published."""
