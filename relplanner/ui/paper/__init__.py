"""Reports on paper: pictures of the pages drawn without a window, and PDF."""
