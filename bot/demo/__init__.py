"""An invented trust for the demo: its people, wards, alerts and a year of events. It never touches a real store."""
