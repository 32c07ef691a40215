//! Words and sentences with their ranges.
