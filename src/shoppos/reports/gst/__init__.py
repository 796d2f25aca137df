"""Returns for the government: GSTR-1, GSTR-3B and CMP-08 from the bills as they stand, and what would be refused."""
