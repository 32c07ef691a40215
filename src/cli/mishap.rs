//! What breaks inside the program: caught, and told in one line.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

/// Where the program broke last.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// From now on a panic prints nothing by itself, unless a backtrace is asked for; whoever catches it tells of it.
pub fn quieten() {
    let loud = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = info.location().map(ToString::to_string);
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            loud(info);
        }
    }));
}

/// What work yields; or, where the program breaks, what broke and where, in words for a message.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|thrown| {
        let place = LAST.lock().unwrap_or_else(PoisonError::into_inner).clone();
        place.into_iter().chain([said(&*thrown).to_owned()]).collect::<Vec<_>>().join(": ")
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

    #[test]
    fn what_breaks_is_told_in_words() {
        assert_eq!(caught(|| 2), Ok(2));
        let told = caught(|| Vec::<u8>::new()[3]).expect_err("there is no such byte");
        assert!(told.ends_with("index out of bounds: the len is 0 but the index is 3"), "{told}");
    }
}
