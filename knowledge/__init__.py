"""The records and the ways to find the right ones; knows nothing of bots and people."""
