"""Ogoh: a bot that answers labour migrants about mercenary law and recruitment for war."""
