"""`python -m lamb.prelude` finds the names of the prelude's normal forms, and keeps them."""

from lamb.prelude import prelude

prelude().save_names()
