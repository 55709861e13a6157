"""What the tests of the prelude ask of the language: normal forms, and the prelude's own text."""
