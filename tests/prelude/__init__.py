"""The prelude means what Python says it means."""
