"""The standardised business case and its exact figures."""
