"""A kernel for Jupyter: a notebook, a console or a page whose cells are λ-calculus."""
