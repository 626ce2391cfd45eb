"""What a person meets on Telegram: updates come in and are kept, answered in order, and sent once."""

import os

# python-telegram-bot warns at every wait that Telegram tells, unless it may give it as a timedelta
os.environ.setdefault("PTB_TIMEDELTA", "true")  # noqa: TID251 - written, not read
