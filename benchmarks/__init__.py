"""What this project costs, measured beside what a user would use instead."""
