"""What people are mailed of, in their language."""

from tests.backend.mail.conftest import Post
from tests.backend.mail.mailbox import Mailbox
from tests.support.builders import make_task
from tests.support.people import SignedIn


async def test_a_task_that_one_gets(
    api: SignedIn, ann: SignedIn, post: Post, mailbox: Mailbox
) -> None:
    task = await make_task(api, title="Call", due_date="2030-01-31", assigned_to=ann.user_id)

    await post.run()

    (mail,) = mailbox.mails
    assert mailbox.envelopes[0].rcpt_tos == ["ann@foyer.test"]
    assert mail["Subject"] == "Ada Admin gave you the task Call"
    print(mail)
    assert f"https://crm.foyer.test/tasks/{task['id']}" in str(mail)
