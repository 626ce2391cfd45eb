"""Those who look after the answers: their accounts, their sessions, and what they did."""
