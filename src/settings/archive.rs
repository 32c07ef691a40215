//! Which archive a corpus names, and which archives the user's own configuration allows.
//!
//! A workspace may name an archive; whether anything is sent there is for the user alone to say. So a folder that came
//! from somebody else cannot have a draft's words sent anywhere.

use std::path::PathBuf;

use serde::Deserialize;

/// `[corpus.archive]`: a cluster that holds what fits no laptop.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveSettings {
    /// What answers there.
    pub backend: Backend,
    /// One address, or those of several nodes of one cluster.
    pub url: Addresses,
    /// What its indices are called: the name begins theirs.
    #[serde(default = "index", deserialize_with = "index_name")]
    pub index: String,
    /// By what the articles are divided among indices of their own; without it there is one for all.
    pub per: Option<Per>,
    /// Into how many parts each is cut when `index --to archive` makes them.
    #[serde(default = "one")]
    pub shards: u32,
    /// How many copies the cluster keeps of each part.
    #[serde(default = "one")]
    pub replicas: u32,
}

/// What answers as an archive.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// `OpenSearch`, or what speaks as it does.
    OpenSearch,
}

/// By what an archive is divided.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// By the years of the articles' days.
    Year,
}

/// Addresses, in the settings one string or a list; never none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "OneOrMore")]
pub struct Addresses(pub Vec<Address>);

/// Scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Address {
    /// Whether what passes is encrypted.
    pub encrypted: bool,
    /// In lower case; an IPv6 address in its brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// `[[archives]]`, in the user's own configuration only: an archive that may be asked, and how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Allowed {
    /// One address, or those of several nodes.
    pub url: Addresses,
    /// A file with the certificates that theirs must lead back to, as PEM; else the system's count.
    pub ca: Option<PathBuf>,
    /// Who asks, where a name and a password are wanted.
    pub user: Option<String>,
    /// A program with its arguments that prints the password, or the API key where no `user` is set.
    #[serde(default)]
    pub secret_command: Vec<String>,
    /// What the password, or the API key where no `user` is set, is called in the system's keyring.
    pub keyring: Option<String>,
}

impl Address {
    /// Whether nobody else can listen in: what is sent stays on this machine.
    pub fn is_local(&self) -> bool {
        matches!(&*self.host, "localhost" | "[::1]")
            || self.host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.encrypted { "https" } else { "http" };
        write!(out, "{scheme}://{}:{}", self.host, self.port)
    }
}

impl std::fmt::Display for Addresses {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (nth, address) in self.0.iter().enumerate() {
            write!(out, "{}{address}", if nth > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no address of an archive: it takes https://host:port and no more");
        let (encrypted, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(wrong()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| wrong())?),
            _ => (rest, if encrypted { 443 } else { 80 }),
        };
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let sound = match inner {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
        };
        if host.is_empty() || !sound || port == 0 {
            return Err(wrong());
        }
        let address = Self { encrypted, host: host.to_ascii_lowercase(), port };
        if !encrypted && !address.is_local() {
            return Err(format!("`{text}` is not encrypted: http:// is for an archive on this machine only"));
        }
        Ok(address)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl TryFrom<OneOrMore> for Addresses {
    type Error = String;

    fn try_from(told: OneOrMore) -> Result<Self, String> {
        let told = match told {
            OneOrMore::One(one) => vec![one],
            OneOrMore::More(more) => more,
        };
        let addresses: Vec<Address> = told.into_iter().map(Address::try_from).collect::<Result<_, _>>()?;
        if addresses.is_empty() { Err("an archive has an address at least".to_owned()) } else { Ok(Self(addresses)) }
    }
}

fn one() -> u32 {
    1
}

fn index() -> String {
    "onrecord".to_owned()
}

/// A name that stands in an address as it is, and names nothing beside it.
fn index_name<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let name = String::deserialize(from)?;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if name.len() <= 100 && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(fits) {
        Ok(name)
    } else {
        Err(serde::de::Error::custom(format!(
            "`{name}` is no name of an index: it takes small letters, digits, - and _"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Result<String, String> {
        Address::try_from(text.to_owned()).map(|address| address.to_string())
    }

    #[test]
    fn addresses_are_scheme_host_and_port() {
        assert_eq!(address("https://Archive.example:9200/").as_deref(), Ok("https://archive.example:9200"));
        assert_eq!(address("https://archive.example").as_deref(), Ok("https://archive.example:443"));
        assert_eq!(address("https://[::1]:9200").as_deref(), Ok("https://[::1]:9200"));
        assert_eq!(address("http://127.0.0.1:9200").as_deref(), Ok("http://127.0.0.1:9200"));
        for wrong in [
            "archive.example:9200",
            "ftp://archive.example",
            "https://user:secret@archive.example",
            "https://archive.example/path",
            "https://archive.example:9200#x",
            "https://",
            "https://a b",
            "https://archive.example:0",
            "http://archive.example:9200",
            "http://127.0.0.1.example:9200",
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_archive_is_divided_by_years_or_not_at_all() {
        let read = |more: &str| {
            let text = format!("backend = \"opensearch\"\nurl = \"https://a.example\"\n{more}");
            toml::from_str::<ArchiveSettings>(&text).map(|it| it.per).map_err(|error| error.message().to_owned())
        };
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("per = \"year\""), Ok(Some(Per::Year)));
        assert!(read("per = \"month\"").is_err_and(|why| why.contains("year")));
    }

    #[test]
    fn names_of_indices_name_nothing_else() {
        let read = |name: &str| {
            let text = format!("backend = \"opensearch\"\nurl = \"https://a.example\"\nindex = \"{name}\"\n");
            toml::from_str::<ArchiveSettings>(&text).map(|it| it.index).map_err(|error| error.message().to_owned())
        };
        assert_eq!(read("quotes-2031").as_deref(), Ok("quotes-2031"));
        for wrong in ["", "_all", "a,b", "a*", "../a", "A", "a/b"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
