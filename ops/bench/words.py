"""What the probe and the API are both asked for."""

PAGE = 50
IN_PALETTE = 5  # of each type
SEARCHES = {"selective": "ruth whit", "common": "an"}
