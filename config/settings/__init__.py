"""One settings module per environment: production, demo and test build on base."""
