"""Costaud: a coach for owners of small businesses who wonder about social media."""
