"""The demo municipality: content from `demo/*.toml`, played through the portal's own moves."""
