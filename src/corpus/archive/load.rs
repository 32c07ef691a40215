//! Filling an archive: articles are read here, as for an index, and sent in bulk.
//!
//! It may break off at any moment and be started again: what the cluster has already in the same revision is not sent
//! again, and an article counts as there only when all its windows are. A cluster that has too much to do is sent less.
//! Each article bears the mark of the corpora that sent it, so that one can take out what it sent and no longer holds.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};

use super::super::CorpusError;
use super::super::index::Report;
use super::super::walk::{self, Walked};
use super::breaker::Patience;
use super::client::{Client, Fault};
use super::identity;
use super::memo::Memo;
use super::pack::{Errand, pack};
use super::prune::{self, Gone};
use super::send::{Carrier, Parcel, SOMEBODY, Sent};
use super::volumes::Volumes;
use crate::settings::archive::{Allowed, ArchiveSettings};

/// Failures are put up with, one after the other with growing pauses.
const PATIENCE: Patience = Patience { failures: u32::MAX, slowness: true };

/// What filling an archive came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Articles that were sent.
    pub sent: usize,
    /// Articles that were there already.
    pub there: usize,
    /// What could not be read or was not taken, a line each.
    pub problems: Vec<String>,
    /// What was sent before and is no longer near by; looked for only when that is asked for.
    pub gone: Option<Gone>,
}

/// Sends all articles under `paths` to an archive that the user allows, and remembers below `cache` what was sent.
///
/// With `prune`, what was sent from these very paths before and is no longer there is counted, and taken out of the archive
/// if it is no more than so many.
///
/// # Errors
/// When a path is not there, or the archive does not take them; what was sent by then stays, and the next call goes on.
pub fn load(
    paths: &[PathBuf],
    settings: &ArchiveSettings,
    allowed: &[Allowed],
    cache: Option<&Path>,
    prune: Option<usize>,
    report: &Report<'_>,
) -> Result<Loaded, CorpusError> {
    let client = Client::new(settings, allowed, PATIENCE).map_err(CorpusError::Archive)?;
    let told = |fault: Fault| CorpusError::Archive(fault.said(client.nodes()));
    let walked = walk::walk(paths)?;
    let folder = cache.map(|cache| cache.join("archive"));
    let senders = identity::senders(folder.as_deref(), paths);
    if prune.is_some() {
        may_prune(paths, &walked, &senders)?;
    }
    let volumes = Volumes::open(&client, settings).map_err(told)?;
    let mut memo = Memo::below(folder.as_deref());
    volumes.all().for_each(|(volume, uuid)| memo.open(volume, uuid));
    let memo = Mutex::new(memo);
    let stop = AtomicBool::new(false);
    let (sender, receiver) = sync_channel(1);
    let (sent, read) = std::thread::scope(|scope| {
        let (client, memo, stop) = (&client, &memo, &stop);
        let sending = scope.spawn(move || {
            let sent = deliver(client, Carrier::new(client, settings, volumes, memo), &receiver);
            // Nobody need read what nobody takes.
            stop.store(true, Ordering::Relaxed);
            while sent.is_err() && receiver.recv().is_ok() {}
            sent
        });
        let read = pack(&Errand { paths, walked: &walked, settings, senders: &senders, memo, stop, report }, sender);
        let broken = || Err(CorpusError::Archive("the sending broke off".to_owned()));
        (sending.join().unwrap_or_else(|_| broken()), read)
    });
    let (mut loaded, volumes) = sent?;
    loaded.there += read.there;
    loaded.problems.splice(0..0, read.problems.into_iter().chain(walked.problems));
    volumes.refresh().map_err(told)?;
    if let Some(at_most) = prune {
        let gone = prune::prune(&client, settings, &read.near, at_most, &memo).map_err(told)?;
        if gone.taken_out + gone.shared > 0 {
            volumes.refresh().map_err(told)?;
        }
        loaded.gone = Some(gone);
    }
    Ok(loaded)
}

/// Whether it can be known what is gone.
fn may_prune(paths: &[PathBuf], walked: &Walked, senders: &[String]) -> Result<(), CorpusError> {
    let empty = (0..paths.len()).find(|root| !walked.files.iter().any(|file| file.root == *root));
    let why = if walked.unread > 0 {
        "not all folders of the corpus can be read".to_owned()
    } else if let Some(root) = empty {
        // A drive may not be mounted.
        format!("there is no source at all in {}", paths[root].display())
    } else if senders.iter().any(|sender| sender == SOMEBODY) {
        "nothing can be remembered on this machine".to_owned()
    } else {
        return Ok(());
    };
    Err(CorpusError::Archive(format!("nothing was sent or taken out: {why}, so nobody knows what is gone")))
}

/// Sends batches as they come.
fn deliver<'a>(
    client: &Client,
    mut carrier: Carrier<'a>,
    batches: &Receiver<Vec<Parcel>>,
) -> Result<(Loaded, Volumes<'a>), CorpusError> {
    let mut loaded = Loaded::default();
    for batch in batches {
        let Sent { taken, there, refused } = carrier.send(batch).map_err(|fault| {
            let why = fault.said(client.nodes());
            CorpusError::Archive(format!(
                "{why}; {} articles were sent, the same command goes on from there",
                loaded.sent
            ))
        })?;
        loaded.sent += taken.len();
        loaded.there += there.len();
        loaded.problems.extend(refused);
    }
    Ok((loaded, carrier.done()))
}
