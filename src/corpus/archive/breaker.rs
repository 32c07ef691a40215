//! When to leave an archive alone that does not answer, or only slowly.
//!
//! After some failures in a row nothing is asked for a while, then one question is let through; while that fails, too, the
//! while grows. So an archive that is down costs a few waits, and one that is up again is found again.
//!
//! Where nobody waits, it is left alone as well when the 95th percentile of its latest answers is slow: it has too much to
//! do, and every question makes that worse. Where somebody waits, a slow answer is better than none.

use std::time::{Duration, Instant};

/// The first while, and the longest.
const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(1);
/// So many answers are the latest; in so many the 95th percentile is the second slowest.
const LATEST: u32 = 20;
const SLOWEST: u32 = 2;

/// What is put up with.
#[derive(Copy, Clone, Debug)]
pub(super) struct Patience {
    /// One failure less than this, in a row.
    pub failures: u32,
    /// Answers that take long, as many as there are.
    pub slowness: bool,
}

/// Counts failures and slow answers.
#[derive(Debug)]
pub(super) struct Breaker {
    patience: Patience,
    failures: u32,
    /// Which of the latest answers were slow, the last one in the lowest bit, and how many there are.
    slow: u32,
    answers: u32,
    wait: Duration,
    open_until: Option<Instant>,
}

impl Breaker {
    /// One that nothing was asked through yet.
    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, failures: 0, slow: 0, answers: 0, wait: SHORTEST, open_until: None }
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

    /// An answer came, slowly or not; tells whether that broke it.
    pub(super) fn succeeded(&mut self, slow: bool, now: Instant) -> bool {
        self.failures = 0;
        self.met(slow);
        match self.open_until {
            // Who was left alone for being slow, and is, is no better.
            Some(_) if slow && !self.patience.slowness => self.open_longer(now),
            Some(_) => *self = Self::new(self.patience),
            None if self.is_slow() => self.open_until = Some(now + self.wait),
            None => return false,
        }
        self.open_until.is_some()
    }

    /// No answer came, after a long wait or at once, or none of use.
    pub(super) fn failed(&mut self, slow: bool, now: Instant) {
        self.failures += 1;
        self.met(slow);
        if self.open_until.is_some() {
            self.open_longer(now);
        } else if self.failures >= self.patience.failures || self.is_slow() {
            self.open_until = Some(now + self.wait);
        }
    }

    fn met(&mut self, slow: bool) {
        self.slow = (self.slow << 1 | u32::from(slow)) & ((1 << LATEST) - 1);
        self.answers = (self.answers + 1).min(LATEST);
    }

    fn is_slow(&self) -> bool {
        !self.patience.slowness && self.answers == LATEST && self.slow.count_ones() >= SLOWEST
    }

    fn open_longer(&mut self, now: Instant) {
        self.wait = (self.wait * 2).min(LONGEST);
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
        let mut breaker = Breaker::new(Patience { failures: 3, slowness: true });
        for _ in 0..2 {
            assert!(breaker.lets_through(start));
            breaker.failed(false, start);
        }
        assert!(breaker.lets_through(start), "two failures are bad luck");
        breaker.failed(false, start);
        assert!(!breaker.lets_through(at(4)));
        assert_eq!(breaker.wait(at(4)), Duration::from_secs(1));
        assert!(breaker.lets_through(at(6)), "one tries again");
        assert!(!breaker.lets_through(at(6)), "and no other with it");
        breaker.failed(false, at(6));
        assert!(!breaker.lets_through(at(15)), "the next while is twice as long");
        assert!(breaker.lets_through(at(16)));
        for round in 0..9 {
            breaker.failed(false, at(100 + round));
        }
        assert_eq!(breaker.wait(at(108)), LONGEST);
        assert!(breaker.lets_through(at(168)));
        assert!(!breaker.succeeded(true, at(168)), "slow as it is");
        assert!(breaker.lets_through(at(168)) && breaker.lets_through(at(168)));
        assert_eq!(breaker.wait(at(168)), Duration::ZERO);
    }

    #[test]
    fn one_slow_answer_of_twenty_is_bad_luck_and_two_are_not() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut breaker = Breaker::new(Patience { failures: 5, slowness: false });
        let mut broke = |slow: bool, now: Instant| breaker.succeeded(slow, now);
        assert!((0..60).all(|nth| !broke(nth % 20 == 0, start)), "one of twenty");
        assert!(!broke(true, start), "the one before is long ago");
        assert!(broke(true, start));
        assert!(!breaker.lets_through(at(4)));
        assert!(breaker.lets_through(at(6)));
        assert!(breaker.succeeded(true, at(7)), "it is slow still");
        assert!(!breaker.lets_through(at(16)), "and is left alone for longer");
        assert!(breaker.lets_through(at(17)));
        assert!(!breaker.succeeded(false, at(17)));
        // One that is cut off has been waited for as well, and none is forgotten for those that come in between.
        for nth in 0..20 {
            assert!(breaker.lets_through(at(20)), "{nth}");
            if nth % 7 == 0 {
                breaker.failed(true, at(20));
            } else {
                assert_eq!(breaker.succeeded(false, at(20)), nth == 19);
            }
        }
        assert!(!breaker.lets_through(at(20)));
        let mut patient = Breaker::new(Patience { failures: 5, slowness: true });
        assert!((0..60).all(|_| !patient.succeeded(true, start)), "somebody waits for it");
    }
}
