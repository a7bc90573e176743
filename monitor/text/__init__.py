"""What texts of any language are made of: characters, dates and bylines."""
