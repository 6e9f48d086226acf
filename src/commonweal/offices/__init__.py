"""The web application: what an office, a board and the public see of the promises."""
