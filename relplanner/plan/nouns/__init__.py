"""The nouns by what they answer: what (release), who (people), when (timeline), whether (readiness), how."""
