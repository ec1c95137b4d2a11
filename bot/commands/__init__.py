"""The commands of ``safety-bot``, one file for each. They speak plain English and decide nothing about safety."""
