"""What those who run a process do in its steps by a page: surveys, tables, ballots on paper."""
