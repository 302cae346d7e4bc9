"""What every prose dialect writes with: text that knows its origin, templates, and the words of film."""
