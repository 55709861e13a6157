"""Exercises of coursework."""
