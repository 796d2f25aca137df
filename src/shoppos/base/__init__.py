"""The ground: database, money, time and words, as any program might need them."""
