//! Work on many things at once, on as many cores as are free.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// With fewer things for each, a thread is not worth its start.
const ENOUGH: usize = 6;
/// No more threads than this work for one call.
const MOST: usize = 8;

/// How many threads work beside those that called, over all calls: together they are no more than there are cores.
static BESIDE: AtomicUsize = AtomicUsize::new(0);

/// What `make` makes of each item, in order; up to the first that was not begun when `cancelled` said to stop.
pub(super) fn each<T: Sync, R: Send>(
    items: &[T],
    cancelled: &(dyn Fn() -> bool + Sync),
    make: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let helpers = Helpers::hire((items.len() / ENOUGH).min(MOST).saturating_sub(1));
    if helpers.0 == 0 {
        return items.iter().take_while(|_| !cancelled()).map(make).collect();
    }
    let next = AtomicUsize::new(0);
    let made: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        while !cancelled() {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(place)) = (items.get(at), made.get(at)) else { break };
            let result = make(item);
            if let Ok(mut place) = place.lock() {
                *place = Some(result);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..helpers.0 {
            // Where no thread can be had, the others do its work.
            let _ = std::thread::Builder::new().name("verdicts".to_owned()).spawn_scoped(scope, work);
        }
        work();
    });
    made.into_iter().map_while(|place| place.into_inner().ok().flatten()).collect()
}

/// Threads that work beside the one that called.
struct Helpers(usize);

impl Helpers {
    /// As many as are wanted and cores are free for.
    fn hire(wanted: usize) -> Self {
        let cores = if wanted == 0 { 1 } else { std::thread::available_parallelism().map_or(1, usize::from) };
        let mut hired = 0;
        let _ = BESIDE.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |beside| {
            hired = wanted.min((cores - 1).saturating_sub(beside));
            Some(beside + hired)
        });
        Self(hired)
    }
}

impl Drop for Helpers {
    fn drop(&mut self) {
        BESIDE.fetch_sub(self.0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;

    #[test]
    fn results_come_in_order() {
        let items: Vec<usize> = (0..500).collect();
        let made = each(&items, &|| false, |item| item * 2);
        assert_eq!(made, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        assert!(each(&items[..0], &|| false, |item| item * 2).is_empty());
    }

    #[test]
    fn what_was_called_off_ends_where_it_was() {
        let items: Vec<usize> = (0..500).collect();
        let off = AtomicBool::new(false);
        let made = each(&items, &|| off.load(Ordering::Relaxed), |item| {
            if *item == 100 {
                off.store(true, Ordering::Relaxed);
            }
            while *item > 100 && !off.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            *item
        });
        // Whoever was at work on another item finished it.
        assert!((101..=101 + MOST).contains(&made.len()), "{}", made.len());
        assert_eq!(made, items[..made.len()]);
        assert!(each(&items, &|| true, |item| *item).is_empty());
    }

    #[test]
    fn a_panic_is_the_callers() {
        let items: Vec<usize> = (0..500).collect();
        let broken = std::panic::catch_unwind(|| each(&items, &|| false, |item| assert_ne!(*item, 250)));
        assert!(broken.is_err());
        // And nobody is at work for ever after.
        assert_eq!(each(&items, &|| false, |item| *item), items);
    }
}
