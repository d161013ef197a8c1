"""Measurements, run by hand. The machine they run on has a say in their figures, so no test fails by the clock."""
