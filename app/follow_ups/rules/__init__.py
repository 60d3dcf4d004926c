"""Pure decisions: protocols and their days, what is reported of a person, what raises an alert and who acts on it."""
