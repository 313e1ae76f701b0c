"""Language of names: alphabetical order, letters, sentences, plurals of counts."""
