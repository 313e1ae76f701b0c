"""Popovers: their sentence is made, drawn and scripted here."""
