"""Who people are, how they sign in, and what each role may see for which purpose."""
