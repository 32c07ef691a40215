//! What breaks inside the program: caught, and told in one line.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};

/// What broke last and where, the latest last. Threads break side by side, and work on one may break on another, so a place
/// goes with what was said there.
static LAST: Mutex<VecDeque<(String, String)>> = Mutex::new(VecDeque::new());

/// More do not break between one that breaks and its being told.
const KEPT: usize = 64;

/// From now on a panic prints nothing by itself, unless a backtrace is asked for; whoever catches it tells of it.
pub fn quieten() {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        note(info);
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            loud(info);
        }
    }));
}

fn note(info: &PanicHookInfo<'_>) {
    let Some(place) = info.location() else { return };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if last.len() == KEPT {
        last.pop_front();
    }
    last.push_back((said(info.payload()).to_owned(), place.to_string()));
}

/// What work yields; or, where the program breaks, what broke and where, in words for a message.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|thrown| {
        let reason = said(&*thrown);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let at = last.iter().rposition(|(said, _)| said == reason);
        let place = at.and_then(|at| last.remove(at)).map(|(_, place)| place);
        place.into_iter().chain([reason.to_owned()]).collect::<Vec<_>>().join(": ")
    })
}

/// What a panic said of itself.
fn said(thrown: &(dyn Any + Send)) -> &str {
    let owned = || thrown.downcast_ref::<String>().map(String::as_str);
    thrown.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("no reason is given")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn what_breaks_is_told_in_words() {
        assert_eq!(caught(|| 2), Ok(2));
        let told = caught(|| Vec::<u8>::new()[3]).expect_err("there is no such byte");
        assert!(told.ends_with("index out of bounds: the len is 0 but the index is 3"), "{told}");
    }

    #[test]
    fn of_two_that_break_at_once_each_is_told_with_its_own_place() {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            note(info);
            loud(info);
        }));
        let both = Barrier::new(2);
        // Neither is told before the other has broken as well.
        let breaks = |work: fn()| {
            let broken = panic::catch_unwind(work).expect_err("it breaks");
            both.wait();
            caught::<()>(|| panic::resume_unwind(broken)).expect_err("it broke")
        };
        let (one, other) = std::thread::scope(|threads| {
            let one = threads.spawn(|| breaks(|| panic!("one broke")));
            let other = threads.spawn(|| breaks(|| panic!("other broke")));
            (one.join().expect("is caught"), other.join().expect("is caught"))
        });
        let line = |told: &str| told.split(':').nth(1).map(str::to_owned);
        assert!(one.ends_with(": one broke") && other.ends_with(": other broke"), "{one}; {other}");
        assert_ne!(line(&one), line(&other), "{one}; {other}");
    }
}
