"""What is done with user code, on files and in processes: it knows no database and no HTTP."""
