"""What `lamb check` says of the claims in files: as lines, as JSON and as JUnit's XML."""
