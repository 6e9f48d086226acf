"""How the documentation is built: offline, and a warning is an error."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

import commonweal  # noqa: E402 - beside it for the version only

project = "Commonweal"
author = "The Commonweal project"
project_copyright = "The Commonweal project, Apache License 2.0"
version = release = commonweal.__version__
language = "en"

extensions = ["myst_parser", "reference", "pictures"]
exclude_patterns = ["_build", "_ext"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_static_path = ["_static"]
html_title = f"Commonweal {release}"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": False}
