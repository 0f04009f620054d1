"""The public site around the reports: what was published when, downloads, corrections, search, feed, export."""
