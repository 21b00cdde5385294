"""The renderer: artifacts, pages and templates become staged Markdown, and MkDocs turns that into the site."""
