"""The recipes of PlanQK."""
