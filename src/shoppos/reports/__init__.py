"""Questions: what the owner, the counter and the papers ask of the records; nothing here writes."""
