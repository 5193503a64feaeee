"""The web kit: languages, forms, permissions, headers, pages. It knows no feature."""
