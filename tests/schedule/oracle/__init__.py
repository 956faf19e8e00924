"""A second opinion: random networks scheduled by relplanner and by MPXJ's own scheduler, and every date compared."""
