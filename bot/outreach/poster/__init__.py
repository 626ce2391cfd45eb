"""Posters, leaflets and wallet cards that lead to the bot."""
