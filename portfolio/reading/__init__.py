"""A pure room: reading other people's spreadsheets exactly. No Django; what cannot be read is named, never guessed."""
