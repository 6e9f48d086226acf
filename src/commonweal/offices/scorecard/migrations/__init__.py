"""Migrations of scorecard."""
