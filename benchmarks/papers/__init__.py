"""Made-up papers as a phone photographs them, and how well they are read."""
