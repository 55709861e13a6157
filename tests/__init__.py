"""What `lamb` promises, as sentences that are true."""
