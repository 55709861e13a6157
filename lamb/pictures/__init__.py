"""Pictures of terms and reductions, in SVG: a few lines and letters, and nothing to be installed."""
