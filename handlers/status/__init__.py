"""What is open, late and next, for the person who asks. It changes nothing."""
