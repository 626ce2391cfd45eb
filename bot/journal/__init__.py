"""What is kept about people: as little as can be, under pseudonyms, encrypted."""
