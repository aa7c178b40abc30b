//! The record of every decision; invariants: only [`AuditLog::append`] makes an [`Audited`], the
//! chain covers salted hashes of texts so that a text can be erased without breaking it, and an
//! edited, removed or cut-off record is found.
//!
//! `hash = SHA-256(seq, previous hash, id, creator, time, body)`. The head (last seq and hash) is kept
//! in a file apart; whoever can change both database and file can cut the tail, so a team that must
//! rule that out copies the head elsewhere.

mod record;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use groundwire_index::source::{CreatorId, SourceId, hash_hex, hex};
use groundwire_index::store::{AuditEntry, AuditRow, AuditText, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

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
}

/// The head as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    seq: i64,
    hash: String,
}

/// What a check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainReport {
    /// Records in the chain.
    pub records: i64,
    /// Texts whose hash is right.
    pub texts: u64,
    /// Texts that were erased.
    pub erased: u64,
    /// Records after the head that a crash left unsealed; the next append seals them.
    pub unsealed: i64,
}

fn chain_hash(seq: i64, previous: &str, id: &str, creator: &str, at: &str, body: &str) -> String {
    hash_hex(&[
        &seq.to_le_bytes(),
        previous.as_bytes(),
        id.as_bytes(),
        creator.as_bytes(),
        at.as_bytes(),
        body.as_bytes(),
    ])
}

fn text_hash(salt: &str, text: &str) -> String {
    hash_hex(&[salt.as_bytes(), text.as_bytes()])
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

impl AuditLog {
    /// The log in `store`, with its head in the file `head`.
    pub fn new(store: Store, head: impl Into<PathBuf>) -> Self {
        Self { store, head: head.into() }
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
        let chain = |seq: i64, previous: &str| {
            chain_hash(seq, previous, &entry.id, entry.creator.as_str(), &entry.at, &entry.body)
        };
        let (seq, hash) = self.store.append_audit(&entry, &chain).await.map_err(Error::NoRecord)?;
        self.seal(&Head { seq, hash }).map_err(Error::NoRecord)?;
        Ok(Audited { value })
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
        let head = self.read_head()?;
        let mut report = ChainReport { records: 0, texts: 0, erased: 0, unsealed: 0 };
        let mut previous = String::new();
        let mut sealed = head.is_none();
        loop {
            let rows = self.store.audits_after(report.records, 500).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                self.verify_row(&row, &previous, &mut report).await?;
                if let Some(head) = head.as_ref().filter(|head| head.seq == row.seq) {
                    if head.hash != row.hash {
                        return Err(Error::BrokenChain(format!(
                            "record {} is not the one that the head names",
                            row.seq
                        )));
                    }
                    sealed = true;
                }
                previous = row.hash;
            }
        }
        match head {
            Some(head) if !sealed => Err(Error::BrokenChain(format!(
                "the head names record {}, but the log ends at {}: its tail was cut off",
                head.seq, report.records
            ))),
            Some(head) => {
                report.unsealed = report.records - head.seq;
                Ok(report)
            }
            None if report.records > 1 => {
                Err(Error::BrokenChain(format!("the head file `{}` is missing", self.head.display())))
            }
            None => Ok(report),
        }
    }

    async fn verify_row(&self, row: &AuditRow, previous: &str, report: &mut ChainReport) -> Result<()> {
        let seq = report.records + 1;
        if row.seq != seq {
            return Err(Error::BrokenChain(format!("record {seq} is missing (the next is {})", row.seq)));
        }
        let hash = chain_hash(row.seq, &row.previous, &row.id, row.creator.as_str(), &row.at, &row.body);
        if row.previous != previous || row.hash != hash {
            return Err(Error::BrokenChain(format!("record {seq} (`{}`) was changed", row.id)));
        }
        let mut body = read_body(row)?;
        for text in self.store.audit_texts(&row.id).await? {
            let wanted = body.texts.remove(&text.slot);
            match &text.text {
                None => report.erased += 1,
                Some(given) if wanted.as_deref() == Some(&text_hash(&text.salt, given)) => report.texts += 1,
                Some(_) => {
                    return Err(Error::BrokenChain(format!(
                        "the text `{}` of record {seq} (`{}`) was changed",
                        text.slot, row.id
                    )));
                }
            }
        }
        if let Some((slot, _)) = body.texts.into_iter().next() {
            return Err(Error::BrokenChain(format!("the text `{slot}` of record {seq} (`{}`) was removed", row.id)));
        }
        report.records = seq;
        Ok(())
    }

    /// Seals records that a crash left after the head; for start-up.
    pub async fn recover(&self) -> Result<()> {
        let Some(last) = self.store.last_audit().await? else { return Ok(()) };
        match self.read_head()? {
            Some(head) if head.seq >= last.seq => Ok(()),
            // A killed process leaves at most the record that it was writing.
            Some(head) if head.seq + 1 == last.seq && last.previous == head.hash => {
                self.seal(&Head { seq: last.seq, hash: last.hash }).map_err(Error::from)
            }
            None if last.seq == 1 => self.seal(&Head { seq: 1, hash: last.hash }).map_err(Error::from),
            _ => Err(Error::BrokenChain(format!(
                "its head does not lead to the last record {}: run `groundwire audit verify`",
                last.seq
            ))),
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(flatten)]
    decision: &'a Decision,
    texts: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct ReadBody {
    #[serde(flatten)]
    decision: Decision,
    texts: std::collections::BTreeMap<String, String>,
}

fn read_body(row: &AuditRow) -> Result<ReadBody> {
    serde_json::from_str(&row.body)
        .map_err(|error| Error::BrokenChain(format!("record {} cannot be read: {error}", row.seq)))
}
