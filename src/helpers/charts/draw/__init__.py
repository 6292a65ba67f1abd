"""What all charts are drawn with: style, and the kinds of drawing."""
