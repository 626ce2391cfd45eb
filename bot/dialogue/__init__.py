"""The conversation, whatever the door: what is said to a person, and what his buttons do."""
