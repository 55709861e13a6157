"""Tests of the diagnosis of wrong steps."""
