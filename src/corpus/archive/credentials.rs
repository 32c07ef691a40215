//! What proves to an archive who asks: from the environment, from a program that the user's configuration names, or from
//! the system's keyring.
//!
//! It stands in no configuration file and in no message, and goes nowhere but to the addresses of one `[[archives]]`.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::keyring;
use crate::settings::archive::Allowed;

/// Names in the environment.
const API_KEY: &str = "ONRECORD_ARCHIVE_API_KEY";
const USER: &str = "ONRECORD_ARCHIVE_USER";
const PASSWORD: &str = "ONRECORD_ARCHIVE_PASSWORD";
/// Whose an API key is in a keyring, which has everything under a name and a user.
const NOBODY: &str = "api-key";
/// A program that prints a secret may ask for another one first, but not for ever.
const PATIENCE: Duration = Duration::from_mins(1);
/// No secret is longer.
const LONGEST: u64 = 64 << 10;

/// The header that proves who asks; nothing where nobody set anything.
pub(super) fn proof(allowed: &Allowed) -> Result<Option<String>, String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    of(allowed, &set, &keyring::secret)
}

/// The same, from what the environment has set and from what the keyring holds under a name, for somebody.
fn of(
    allowed: &Allowed,
    set: &dyn Fn(&str) -> Option<String>,
    kept: &dyn Fn(&str, &str) -> Result<String, String>,
) -> Result<Option<String>, String> {
    if let Some(key) = set(API_KEY) {
        return one_line(&key).map(|key| Some(format!("ApiKey {key}")));
    }
    let user = set(USER).or_else(|| allowed.user.clone());
    let secret = match (set(PASSWORD), &allowed.keyring) {
        (Some(password), _) => Some(password),
        (None, _) if !allowed.secret_command.is_empty() => Some(printed(&allowed.secret_command)?),
        (None, Some(name)) => Some(kept(name, user.as_deref().unwrap_or(NOBODY))?),
        (None, None) => None,
    };
    Ok(match (user, secret) {
        (Some(user), Some(secret)) => Some(format!("Basic {}", base64(format!("{user}:{secret}").as_bytes()))),
        (None, Some(key)) => Some(format!("ApiKey {}", one_line(&key)?)),
        (Some(user), None) => {
            return Err(format!(
                "the archive wants a password for {user}: set {PASSWORD}, `secret-command` or `keyring`"
            ));
        }
        (None, None) => None,
    })
}

fn one_line(key: &str) -> Result<&str, String> {
    if key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(key)
    } else {
        Err("the archive's API key is no key".to_owned())
    }
}

/// The first line that a program prints.
fn printed(command: &[String]) -> Result<String, String> {
    let name = &command[0];
    let failed = |why: &str| format!("`{name}`, which prints the archive's secret, {why}");
    let mut program = Command::new(name)
        .args(&command[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(&format!("does not start: {error}")))?;
    let output = program.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        output.map(|output| output.take(LONGEST).read_to_string(&mut text));
        text
    });
    let until = Instant::now() + PATIENCE;
    let status = loop {
        match program.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < until => std::thread::sleep(Duration::from_millis(10)),
            _ => {
                // It is ours, and it hangs.
                let _ = program.kill();
                let _ = program.wait();
                return Err(failed("does not end"));
            }
        }
    };
    if !status.success() {
        return Err(failed(&format!("failed ({status})")));
    }
    let text = reader.join().unwrap_or_default();
    let secret = text.lines().next().unwrap_or_default();
    if secret.is_empty() { Err(failed("printed nothing")) } else { Ok(secret.to_owned()) }
}

/// Base64 with padding, as the header has it.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |nth: usize| u32::from(three.get(nth).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for sign in 0..4 {
            let six = bits >> (18 - 6 * sign) & 63;
            text.push(if sign <= three.len() { SIGNS[six as usize] as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_everybody_writes_it() {
        let told = ["", "f", "fo", "foo", "foob", "fooba", "foobar"].map(|text| base64(text.as_bytes()));
        assert_eq!(told, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn the_environment_comes_first_then_the_program_then_the_keyring() {
        let read =
            |text: &str| toml::from_str::<Allowed>(&format!("url = \"https://a.example\"\n{text}")).expect("right");
        let nothing = |_: &str| None;
        let kept = |name: &str, user: &str| match name {
            "wire" => Ok(format!("{user}s-own")),
            _ => Err("none there".to_owned()),
        };
        let told = |text: &str| of(&read(text), &nothing, &kept);
        assert_eq!(told("").as_ref(), Ok(&None));
        let basic = |text: &str| Ok(Some(format!("Basic {}", base64(text.as_bytes()))));
        assert_eq!(told("user = \"desk\"\nkeyring = \"wire\""), basic("desk:desks-own"));
        assert_eq!(told("keyring = \"wire\""), Ok(Some("ApiKey api-keys-own".to_owned())));
        assert_eq!(told("user = \"desk\"\nkeyring = \"other\""), Err("none there".to_owned()));
        assert!(told("user = \"desk\"").is_err_and(|why| why.contains("`keyring`")));
        #[cfg(unix)]
        let both = "user = \"desk\"\nkeyring = \"other\"\nsecret-command = [\"echo\", \"printed\"]";
        #[cfg(unix)]
        assert_eq!(told(both), basic("desk:printed"), "the keyring is not asked");
        let password = |name: &str| (name == PASSWORD).then(|| "typed".to_owned());
        let typed = of(&read("user = \"desk\"\nkeyring = \"other\"\nsecret-command = [\"false\"]"), &password, &kept);
        assert_eq!(typed, basic("desk:typed"), "nobody else is asked");
    }

    #[test]
    #[cfg(unix)]
    fn a_program_prints_the_secret() {
        let command = |line: &str| ["sh", "-c", line].map(str::to_owned);
        assert_eq!(printed(&command("echo 'open sesame'; echo more")).as_deref(), Ok("open sesame"));
        assert!(printed(&command("exit 3")).is_err_and(|why| why.contains("failed")));
        assert!(printed(&command("true")).is_err_and(|why| why.contains("printed nothing")));
        assert!(printed(&["no-such-program-here".to_owned()]).is_err_and(|why| why.contains("does not start")));
    }
}
