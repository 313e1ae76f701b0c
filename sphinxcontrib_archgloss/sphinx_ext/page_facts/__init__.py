"""What a page says of terms, collected once Sphinx has read it."""
