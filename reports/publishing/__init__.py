"""The publisher's pages: reports on their way from draft to the public, corrections, withdrawals, the calendar."""
