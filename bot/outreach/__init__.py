"""Reaching people: what NGOs hand out, on paper and offline."""
