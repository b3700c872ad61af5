"""What the probe and the API are both asked for."""

PAGE = 50
SEARCHES = {"selective": "ruth whit", "common": "an"}
