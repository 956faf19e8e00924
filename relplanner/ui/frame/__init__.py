"""What stands round every page: header, rail, banners, messages, status bar."""
