"""The tests. A package, so that tests/telegram does not hide the library of that name."""
