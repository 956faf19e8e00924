"""The rollout for the controllers that shift the traffic: Argo Rollouts and Flagger."""
