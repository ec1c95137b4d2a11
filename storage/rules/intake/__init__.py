"""Reading what arrives about a national alert. Everything read is a suggestion for a person; nothing here acts."""
