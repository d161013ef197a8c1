"""When Costaud writes first: schedules, what is due, the worker that delivers it, and the simulated clock."""
