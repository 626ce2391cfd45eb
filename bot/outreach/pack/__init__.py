"""The answer pack: the records of one language and passport, to be carried where the bot can't be reached."""
