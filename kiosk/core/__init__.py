"""What every part of the clinic uses: errors, the clock, cleaned text, settings, and words for dates and answers."""
