"""Text ⇄ trees."""
