"""Tools of whoever maintains the project."""
