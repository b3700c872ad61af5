"""Who and what the examples of the OpenAPI document speak of.

A body's or an answer's example stands in its own class; a test sends each of them.
"""

ANN = "0199b1f0-8a00-7c31-9d4e-6f1b2a3c4d01"
BOB = "0199b1f0-9c40-7e52-8b0f-1a2b3c4d5e02"
CLIENT = "0199b6c4-1d20-7a63-b1c7-2b3c4d5e6f03"
OTHER_CLIENT = "0199b6c4-3e40-7a74-8c1d-4b5c6d7e8f13"
DEAL = "0199b6c4-5f80-7b74-a2d8-3c4d5e6f7a04"
TASK = "0199b6c4-7e10-7c85-93e9-4d5e6f7a8b05"
NOTIFICATION = "0199bbe8-2a40-7d96-84fa-5e6f7a8b9c06"
ENTRY = "0199bbe8-2a30-7ea7-95ab-6f7a8b9c0d07"
BATCH = "0199bbe8-2a20-7fb8-a6bc-7a8b9c0d1e08"
TOKEN = "0199b1f1-0b60-70c9-b7cd-8b9c0d1e2f09"  # noqa: S105  # of nobody
WEBHOOK = "0199b1f1-4d80-71da-88de-9c0d1e2f3a10"
FILE = "0199bbe8-6b00-72eb-99ef-0d1e2f3a4b11"
VIEW = "0199bbe8-9d10-740d-abf1-2f3a4b5c6d13"
EXPORT = "0199bbe8-8c40-73fc-aaf0-1e2f3a4b5c12"
ACCESS_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.sX2w"  # noqa: S105  # of nobody
PASSWORD = "correct-horse-battery"  # noqa: S105  # of nobody
REFRESH_TOKEN = "hN2mXv0Zq8rT5yLw3kJd7sBf1cGp9aEu6oIiRtMxYzA"  # noqa: S105  # of nobody
RESET_TOKEN = "b3Jk-7QwZ1xVn5mLr8tYc2uKe9sPd4gHfA6oIjXiTzE"  # noqa: S105  # of nobody
MADE = "2026-11-02T09:15:00Z"
CHANGED = "2026-11-23T14:30:00Z"
