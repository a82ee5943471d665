"""Released numbers and translated texts in; Markdown, HTML, charts, print documents and downloads out. Pure."""
