"""What Slack and Teams are told about the bot: templates that ``safety-bot manifest`` fills. It runs nothing."""
