"""What if: try edits out, move T0 with a preview, begin the next release."""
