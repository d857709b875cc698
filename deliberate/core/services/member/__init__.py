"""What people see and do behind sign-in: members, those who run a process, those who watch it."""
