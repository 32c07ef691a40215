//! Ends the server when the editor that started it is gone but has left standard input open.

use std::time::Duration;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);

/// Returns once the process `id` is no more.
pub async fn gone(id: u32) {
    let started_by_it = parent() == id;
    loop {
        tokio::time::sleep(EVERY).await;
        if started_by_it && parent() != id || alive(id) == Some(false) {
            return;
        }
    }
}

/// The process that started this one; 0, which nobody is, where the system doesn't tell.
fn parent() -> u32 {
    #[cfg(unix)]
    return std::os::unix::process::parent_id();
    #[cfg(not(unix))]
    return 0;
}

/// Whether a process runs; `None` where that cannot be told without unsafe code.
fn alive(id: u32) -> Option<bool> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    // One that has ended and was not waited for is still listed, with state Z.
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{id}/stat")) else {
        return Some(!std::path::Path::new("/proc/self").exists());
    };
    let state = stat.rsplit(')').next().and_then(|rest| rest.trim_start().chars().next());
    Some(!matches!(state, Some('Z' | 'X')))
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_is_alive_and_an_ended_one_is_not() {
        assert_eq!(super::alive(std::process::id()), Some(true));
        let mut child = std::process::Command::new("true").spawn().expect("there is a `true`");
        let id = child.id();
        child.wait().expect("ends");
        assert_eq!(super::alive(id), Some(false));
    }
}
