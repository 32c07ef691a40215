//! The secret that the system keeps for its user: in a keychain, a credential manager, a keyring.
//!
//! It is asked on a thread of its own, since a keyring that is locked asks its user first, and one that is out of order
//! may never answer.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use keyring_core::{CredentialStore, Error};

/// So long it may take somebody to unlock it.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the keyring holds under a name, for somebody.
///
/// # Errors
/// In one line, when there is no keyring, nothing of that name in it, or no answer in time.
pub(super) fn secret(name: &str, user: &str) -> Result<String, String> {
    asked(of_system, name, user, PATIENCE)
}

fn asked(
    open: impl FnOnce() -> Result<Arc<CredentialStore>, Error> + Send + 'static,
    name: &str,
    user: &str,
    patience: Duration,
) -> Result<String, String> {
    let failed = |why: &str| format!("the keyring, which should hold the archive's secret `{name}` of {user}, {why}");
    let (sender, receiver) = channel();
    let (service, account) = (name.to_owned(), user.to_owned());
    let ask = move || {
        let told = open().and_then(|store| store.build(&service, &account, None)?.get_password());
        // Nobody may be waiting any more.
        let _ = sender.send(told);
    };
    let started = std::thread::Builder::new().name("keyring".to_owned()).spawn(ask);
    started.map_err(|error| failed(&format!("could not be asked: {error}")))?;
    match receiver.recv_timeout(patience) {
        Ok(Ok(secret)) if !secret.is_empty() => Ok(secret),
        Ok(Ok(_)) => Err(failed("holds an empty one")),
        Ok(Err(error)) => Err(failed(&said(&error))),
        Err(RecvTimeoutError::Timeout) => Err(failed("did not answer in time: it may be locked")),
        Err(RecvTimeoutError::Disconnected) => Err(failed("broke off")),
    }
}

/// What went wrong, without anything that was kept.
fn said(error: &Error) -> String {
    let line = |told: String| told.split_whitespace().collect::<Vec<_>>().join(" ");
    match error {
        Error::NoEntry => "has none by that name".to_owned(),
        Error::Ambiguous(_) => "has several by that name".to_owned(),
        Error::NoStorageAccess(_) => "is locked, or does not let this program in".to_owned(),
        Error::PlatformFailure(why) => line(format!("cannot be reached ({why})")),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "holds something that is no text".to_owned(),
        Error::NotSupportedByStore(why) => line(format!("cannot be reached ({why})")),
        _ => "cannot be asked for it".to_owned(),
    }
}

#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
fn of_system() -> Result<Arc<CredentialStore>, Error> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn of_system() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn of_system() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(all(unix, not(target_vendor = "apple"), not(target_os = "android")), target_os = "macos", windows)))]
fn of_system() -> Result<Arc<CredentialStore>, Error> {
    Err(Error::NotSupportedByStore("this system has none that is known".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use keyring_core::mock::{Cred, Store};

    use super::*;

    const SOON: Duration = Duration::from_secs(20);

    /// A keyring in memory that holds this for desk, under the name `wire`.
    fn holding(secret: &str) -> Arc<CredentialStore> {
        let store = Store::new().expect("is made") as Arc<CredentialStore>;
        store.build("wire", "desk", None).and_then(|entry| entry.set_password(secret)).expect("is kept");
        store
    }

    #[test]
    fn what_is_kept_for_somebody_under_a_name_is_had() {
        let store = holding("open sesame");
        let ask = |name: &str, user: &str| {
            let store = Arc::clone(&store);
            asked(move || Ok(store), name, user, SOON)
        };
        assert_eq!(ask("wire", "desk").as_deref(), Ok("open sesame"));
        for (name, user) in [("wire", "others"), ("other", "desk")] {
            let why = ask(name, user).expect_err("is not there");
            assert!(why.contains("has none by that name") && why.contains(name) && why.contains(user), "{why}");
        }
        assert!(asked(|| Ok(holding("")), "wire", "desk", SOON).is_err_and(|why| why.contains("an empty one")));
    }

    #[test]
    fn what_goes_wrong_is_told_in_one_line_without_the_secret() {
        let fails = |error: Error| {
            let store = holding("open sesame");
            let entry = store.build("wire", "desk", None).expect("is there");
            entry.as_any().downcast_ref::<Cred>().expect("of the mock").set_error(error);
            let why = asked(move || Ok(store), "wire", "desk", SOON).expect_err("fails");
            assert!(!why.contains("sesame") && !why.contains('\n'), "{why}");
            why
        };
        assert!(fails(Error::NoStorageAccess("no\nno".into())).contains("is locked"));
        assert!(fails(Error::PlatformFailure("no\nbus".into())).ends_with("cannot be reached (no bus)"));
        assert!(fails(Error::BadEncoding(b"open sesame".to_vec())).contains("no text"));
        assert!(fails(Error::Ambiguous(Vec::new())).contains("has several"));
        let none = asked(|| Err(Error::PlatformFailure("no bus".into())), "wire", "desk", SOON);
        assert!(none.is_err_and(|why| why.contains("cannot be reached")));
    }

    #[test]
    fn one_that_does_not_answer_is_not_waited_for() {
        let began = Instant::now();
        let hangs = || {
            std::thread::sleep(Duration::from_mins(1));
            Err(Error::NoEntry)
        };
        let why = asked(hangs, "wire", "desk", Duration::from_millis(50)).expect_err("hangs");
        assert!(why.contains("may be locked") && began.elapsed() < Duration::from_secs(20), "{why}");
        let why = asked(|| panic!("out of order"), "wire", "desk", SOON).expect_err("panics");
        assert!(why.contains("broke off"), "{why}");
    }
}
