//! When to leave an archive alone that does not answer.
//!
//! After some failures in a row nothing is asked for a while, then one question is let through; while that fails, too, the
//! while grows. So an archive that is down costs a few waits, and one that is up again is found again.
//!
//! Slow answers need no rule of their own. Where nobody waits, a request is cut off after less than a second, and that is a
//! failure; where somebody does, a slow answer is better than none.

use std::time::{Duration, Instant};

/// The first while, and the longest.
const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(1);

/// Counts failures.
#[derive(Debug)]
pub(super) struct Breaker {
    /// So many in a row break it.
    limit: u32,
    failures: u32,
    wait: Duration,
    open_until: Option<Instant>,
}

impl Breaker {
    /// One that breaks after so many failures in a row.
    pub(super) fn new(limit: u32) -> Self {
        Self { limit, failures: 0, wait: SHORTEST, open_until: None }
    }

    /// Whether a question may go out. The one that is let through while it is broken makes the others wait on.
    pub(super) fn lets_through(&mut self, now: Instant) -> bool {
        match self.open_until {
            Some(until) if now < until => false,
            Some(_) => {
                self.open_until = Some(now + self.wait);
                true
            }
            None => true,
        }
    }

    /// An answer came.
    pub(super) fn succeeded(&mut self) {
        *self = Self::new(self.limit);
    }

    /// No answer came, or none of use.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failures += 1;
        if self.failures < self.limit {
            return;
        }
        if self.failures > self.limit {
            self.wait = (self.wait * 2).min(LONGEST);
        }
        self.open_until = Some(now + self.wait);
    }

    /// How long until a question may go out again.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        self.open_until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_breaks_lets_one_through_and_heals() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut breaker = Breaker::new(3);
        for _ in 0..2 {
            assert!(breaker.lets_through(start));
            breaker.failed(start);
        }
        assert!(breaker.lets_through(start), "two failures are bad luck");
        breaker.failed(start);
        assert!(!breaker.lets_through(at(4)));
        assert_eq!(breaker.wait(at(4)), Duration::from_secs(1));
        assert!(breaker.lets_through(at(6)), "one tries again");
        assert!(!breaker.lets_through(at(6)), "and no other with it");
        breaker.failed(at(6));
        assert!(!breaker.lets_through(at(15)), "the next while is twice as long");
        assert!(breaker.lets_through(at(16)));
        for round in 0..9 {
            breaker.failed(at(100 + round));
        }
        assert_eq!(breaker.wait(at(108)), LONGEST);
        assert!(breaker.lets_through(at(168)));
        breaker.succeeded();
        assert!(breaker.lets_through(at(168)) && breaker.lets_through(at(168)));
        assert_eq!(breaker.wait(at(168)), Duration::ZERO);
    }
}
