//! The record of every decision; invariants: only [`AuditLog::append`] makes an [`Audited`], the
//! chain covers salted hashes of texts so that a text can be erased without breaking it, and an
//! edited, removed or cut-off record is found.
//!
//! The head (last seq and hash) is kept in a file apart; whoever can change both database and file
//! can cut the tail, so a team that must rule that out copies the head elsewhere.

mod chain;
mod record;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use groundwire_index::source::{CreatorId, SourceId, hex};
use groundwire_index::store::{AuditEntry, AuditText, Store};
use jiff::Timestamp;
use tokio::sync::Mutex;

use crate::error::{Error, Result};

use chain::{Body, Head, Walk, chain_hash, read_body, text_hash};

pub use chain::ChainReport;
pub use record::{Decision, EvidenceNote, Explained, Models, Step, Timings};

/// A value whose decision is on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Audited<T> {
    value: T,
}

impl<T> Audited<T> {
    /// The value.
    pub const fn get(&self) -> &T {
        &self.value
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// A text that goes with a record and can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Names it in the record.
    pub slot: String,
    /// The source that it came from.
    pub source: Option<SourceId>,
    /// The text.
    pub text: String,
}

/// The log of one data folder.
#[derive(Debug, Clone)]
pub struct AuditLog {
    store: Store,
    head: PathBuf,
    turn: Arc<Mutex<()>>,
}

fn random_hex(bytes: usize) -> Result<String> {
    let mut buffer = vec![0_u8; bytes];
    getrandom::fill(&mut buffer)
        .map_err(|error| Error::request("random numbers", format!("the system gave none: {error}")))?;
    Ok(hex(&buffer))
}

/// A new id for a decision: `rpl_`, the time in milliseconds, and 64 random bits.
pub fn new_reply_id(now: Timestamp) -> Result<String> {
    Ok(format!("rpl_{:012x}{}", now.as_millisecond().max(0), random_hex(8)?))
}

fn thread_ended(error: tokio::task::JoinError) -> Error {
    Error::NoRecord(groundwire_index::Error::index("append to the audit log")(error))
}

impl AuditLog {
    /// The log in `store`, with its head in the file `head`.
    pub fn new(store: Store, head: impl Into<PathBuf>) -> Self {
        Self { store, head: head.into(), turn: Arc::default() }
    }

    /// Appends a decision and its texts, seals the head, and only then hands `value` over.
    pub async fn append<T>(
        &self,
        value: T,
        creator: &CreatorId,
        at: Timestamp,
        decision: &Decision,
        texts: Vec<Text>,
    ) -> Result<Audited<T>> {
        let mut rows = Vec::with_capacity(texts.len());
        let mut hashes = std::collections::BTreeMap::new();
        for text in texts {
            let salt = random_hex(16)?;
            hashes.insert(text.slot.clone(), text_hash(&salt, &text.text));
            rows.push(AuditText { slot: text.slot, source: text.source, salt, text: Some(text.text) });
        }
        let body = serde_json::to_string(&Body { decision, texts: hashes })
            .map_err(|error| Error::BrokenChain(error.to_string()))?;
        let entry =
            AuditEntry { id: decision.id.clone(), creator: creator.clone(), at: at.to_string(), body, texts: rows };
        // A task of its own: a client that hangs up must not leave a record without its seal.
        let log = self.clone();
        tokio::spawn(async move { log.write(entry).await }).await.map_err(thread_ended)?.map_err(Error::NoRecord)?;
        Ok(Audited { value })
    }

    async fn write(self, entry: AuditEntry) -> groundwire_index::Result<()> {
        let chain =
            |seq: i64, previous: &str| chain_hash(seq, previous, &entry.id, &entry.creator, &entry.at, &entry.body);
        // One at a time from row to seal: a later head must never be replaced by an earlier one.
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let (seq, hash) = self.store.append_audit(&entry, &chain).await?;
        let sealed = tokio::task::spawn_blocking(move || self.seal(&Head { seq, hash })).await;
        drop(turn);
        sealed.unwrap_or_else(|error| Err(groundwire_index::Error::index("seal the audit log")(error)))
    }

    /// Writes the head whole or not at all.
    fn seal(&self, head: &Head) -> groundwire_index::Result<()> {
        let failed = |what: &'static str, path: &Path| groundwire_index::Error::io(what, path.to_owned());
        let part = self.head.with_extension("head.part");
        let text = serde_json::to_string(head).unwrap_or_default();
        let mut file = std::fs::File::create(&part).map_err(failed("write", &part))?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed("write", &part))?;
        std::fs::rename(&part, &self.head).map_err(failed("replace", &self.head))
    }

    fn read_head(&self) -> Result<Option<Head>> {
        match std::fs::read_to_string(&self.head) {
            Ok(text) => serde_json::from_str(&text).map(Some).map_err(|error| {
                Error::BrokenChain(format!("its head file `{}` cannot be read: {error}", self.head.display()))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(groundwire_index::Error::io("read", &self.head)(error).into()),
        }
    }

    /// A decision as it was recorded.
    pub async fn explain(&self, id: &str) -> Result<Explained> {
        let row = self.store.audit(id).await?.ok_or_else(|| Error::UnknownReply(id.to_owned()))?;
        let body = read_body(&row)?;
        let texts = self.store.audit_texts(&row.id).await?;
        Ok(Explained {
            seq: row.seq,
            at: row.at,
            creator: row.creator,
            hash: row.hash,
            decision: body.decision,
            texts: texts.into_iter().map(|text| (text.slot, text.text)).collect(),
        })
    }

    /// Walks the whole chain: links, hashes, texts, head.
    pub async fn verify(&self) -> Result<ChainReport> {
        let mut walk = Walk::new(self.read_head()?);
        loop {
            let rows = self.store.audits_after(walk.records(), 500).await?;
            if rows.is_empty() {
                return walk.finish(&self.head.display().to_string());
            }
            for row in rows {
                walk.step(&row, &self.store.audit_texts(&row.id).await?)?;
            }
        }
    }

    /// Seals records that a crash left after the head; for start-up. A log whose head is missing, or
    /// names a record that is not there, was changed by somebody, and nothing is added to it.
    pub async fn recover(&self) -> Result<()> {
        let broken = |what: String| Err(Error::BrokenChain(format!("{what}: run `groundwire audit verify`")));
        let last = self.store.last_audit().await?;
        let head = match (self.read_head()?, last) {
            (None, None) => return Ok(()),
            (Some(head), Some(last)) if head.seq == last.seq && head.hash == last.hash => return Ok(()),
            // Killed over the very first record.
            (None, Some(first)) if first.seq == 1 => Head { seq: 0, hash: String::new() },
            (Some(head), Some(last)) if head.seq < last.seq => head,
            (None, Some(_)) => return broken(format!("its head `{}` is missing", self.head.display())),
            (Some(head), _) => return broken(format!("its head names record {}, which is not the last", head.seq)),
        };
        let mut sealed = head;
        for row in self.store.audits_after(sealed.seq, u32::MAX).await? {
            let hash = chain_hash(row.seq, &row.previous, &row.id, &row.creator, &row.at, &row.body);
            if row.seq != sealed.seq + 1 || row.previous != sealed.hash || row.hash != hash {
                return broken(format!("its head does not lead to record {}", row.seq));
            }
            sealed = Head { seq: row.seq, hash };
        }
        Ok(self.seal(&sealed)?)
    }
}
