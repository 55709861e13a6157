"""What terms stand for, there and back."""
