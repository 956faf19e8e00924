"""How everything looks: tokens by meaning, and what is generated from them."""
