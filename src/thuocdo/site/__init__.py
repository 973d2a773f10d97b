"""The web door: Django settings, root addresses, the server. Owns nothing else."""
