"""Make the site: its pages, its notebooks, and the check of what was built."""
