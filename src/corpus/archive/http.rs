//! One request and its answer: the only code that opens a connection.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, http};

use super::client::{Answer, Request, TOO_MUCH};

/// A connection is there after so long, or it will not come.
const CONNECT: Duration = Duration::from_millis(300);
/// To a machine that is not this one it takes a little more: with its name looked up, and a handshake.
const CONNECT_FAR: Duration = Duration::from_secs(2);
/// No answer of use is larger.
const LARGEST: u64 = 64 << 20;

/// Connections that are kept open from one request to the next.
pub(super) struct Http {
    agent: Agent,
}

impl Http {
    /// With the certificates of a file, or with the system's.
    pub(super) fn new(ca: Option<&Path>, local: bool) -> Result<Self, String> {
        let roots = match ca {
            Some(path) => RootCerts::Specific(certificates(path)?.into()),
            None => RootCerts::PlatformVerifier,
        };
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            // Where an answer leads elsewhere, nobody said that words may go there.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .user_agent(concat!("onrecord/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(if local { CONNECT } else { CONNECT_FAR }))
            .max_idle_connections_per_host(2)
            .build();
        Ok(Self { agent: config.into() })
    }

    /// Sends one request and reads all of the answer; what failed, in a few words.
    pub(super) fn send(&self, request: &Request<'_>) -> Result<Answer, String> {
        let mut head = http::Request::builder().method(request.method).uri(&request.url);
        if let Some(proof) = request.proof {
            head = head.header("authorization", proof);
        }
        if !request.body.is_empty() {
            head = head.header("content-type", request.kind);
        }
        let told = head.body(request.body).map_err(|error| error.to_string())?;
        let told = self.agent.configure_request(told).timeout_global(Some(request.within)).build();
        let response = self.agent.run(told).map_err(|error| said(&error))?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (status, location) = (response.status().as_u16(), header("location"));
        let retry_after = header("retry-after").and_then(|value| value.parse().ok()).map(Duration::from_secs);
        let mut body = Vec::new();
        let mut reader = response.into_body().into_reader().take(LARGEST + 1);
        reader.read_to_end(&mut body).map_err(|error| match error.kind() {
            std::io::ErrorKind::TimedOut => "did not answer in time".to_owned(),
            _ => format!("broke off its answer ({error})"),
        })?;
        if body.len() as u64 > LARGEST {
            return Err(TOO_MUCH.to_owned());
        }
        Ok(Answer { status, location, retry_after, body })
    }
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let pem = std::fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(error) => return Err(format!("{} holds no certificates: {error}", path.display())),
        }
    }
    if found.is_empty() { Err(format!("{} holds no certificates", path.display())) } else { Ok(found) }
}

fn said(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
            "could not be reached in time".to_owned()
        }
        ureq::Error::Timeout(_) => "did not answer in time".to_owned(),
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => "could not be reached".to_owned(),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "is not there (connection refused)".to_owned()
        }
        ureq::Error::Io(error) => format!("could not be talked to ({error})"),
        error => format!("could not be talked to ({error})"),
    }
}
