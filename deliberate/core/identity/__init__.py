"""People as the core knows them: roles, seats' accounts, signatures. Never names."""
