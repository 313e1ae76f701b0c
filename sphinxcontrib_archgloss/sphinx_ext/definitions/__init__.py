"""From the markup in a data file to nodes on the page that renders it."""
