"""What every training shares: passes, learning rate, initial vectors, partition of rows."""
