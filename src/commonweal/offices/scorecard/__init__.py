"""The promises with their evidence: vision, findings, sign-off, initiatives, board book."""
