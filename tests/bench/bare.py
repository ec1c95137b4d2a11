"""The bare frameworks to measure against: the smallest Bolt app and the smallest botbuilder bot, as their guides show.

``python bare.py bolt PORT SECRET TOKEN API_URL`` or ``python bare.py botbuilder PORT``. They store and look up nothing.
"""

import sys
from typing import Any

from aiohttp import web


def bolt(secret: str, token: str, api_url: str) -> web.Application:
    """Return Bolt's echo with its defaults: every request signed and answered."""
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    app = AsyncApp(signing_secret=secret, client=AsyncWebClient(token, base_url=api_url))

    @app.command("/safety")
    async def echo(ack: Any, command: dict[str, Any]) -> None:
        await ack(f"You said {command['text']}")

    async def events(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.add_routes([web.post("/slack/events", events)])
    return site


def botbuilder() -> web.Application:
    """Return the stock echo without an app id. ``process`` cannot answer an invoke, so the body is handed over."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.core.invoke_response import InvokeResponse
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
    from botbuilder.schema import Activity

    class Config:
        APP_ID = ""
        APP_PASSWORD = ""
        APP_TYPE = "MultiTenant"
        APP_TENANTID = ""

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"You said {turn_context.activity.text}")

        async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:  # noqa: ARG002
            card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "Pressed"}]}
            body = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}
            return InvokeResponse(status=200, body=body)

    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config()))
    bot = Echo()

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        answer = await adapter.process_activity(request.headers.get("Authorization", ""), activity, bot.on_turn)
        if answer is None:
            return web.Response(status=201)
        return web.json_response(answer.body, status=answer.status)

    site = web.Application()
    site.add_routes([web.post("/api/messages", messages)])
    return site


if __name__ == "__main__":
    made = bolt(sys.argv[3], sys.argv[4], sys.argv[5]) if sys.argv[1] == "bolt" else botbuilder()
    web.run_app(made, host="127.0.0.1", port=int(sys.argv[2]), print=None, access_log=None)
