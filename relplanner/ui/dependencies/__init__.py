"""The dependencies page: the plan as a network of cards, drawn from left to right."""
