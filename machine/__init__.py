"""The machine room: starts the database, the queue and the portal's processes on one machine."""
