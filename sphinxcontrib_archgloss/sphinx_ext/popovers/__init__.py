"""Popovers: the sentence about a term is made and drawn here."""
