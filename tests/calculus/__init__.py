"""The calculus obeys its laws."""
