"""What an engineer is asked to deliver: ten extracts, as data, and the checks of what came."""
