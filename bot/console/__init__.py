"""The moderators' console: conversations are reviewed, people answered, records looked after."""
