"""PromQL: read far enough to change it safely, and the conditions of a plan said in it."""
