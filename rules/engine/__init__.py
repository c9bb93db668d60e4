"""From answers to a verdict: answers, conditions judged, findings, what would change them."""
