"""Use cases: load, ask the model, decide, append fact and entry, queue letters."""
