"""Files: term sets and their cache, the style sheets and scripts of HTML pages."""
