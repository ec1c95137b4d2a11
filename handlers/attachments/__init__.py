"""Photos and documents that go with a report: the question first, then the file, and a copy for those who may."""
