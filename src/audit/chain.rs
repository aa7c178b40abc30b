//! The hash chain, pure; invariant: a chain that was walked to its end is the one that was written,
//! but for texts that were erased.
//!
//! `hash = SHA-256(seq, previous hash, id, creator, time, body)`, each part with its length before it.

use std::collections::BTreeMap;

use groundwire_index::source::{CreatorId, hash_hex};
use groundwire_index::store::{AuditRow, AuditText};
use serde::{Deserialize, Serialize};

use super::record::Decision;
use crate::error::{Error, Result};

/// The head as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Seq of the last sealed record.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
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

/// Body of a record as it is written: the decision and the salted hash of each text, by slot.
#[derive(Serialize)]
pub struct Body<'a> {
    /// The decision.
    #[serde(flatten)]
    pub decision: &'a Decision,
    /// Slot to hash.
    pub texts: BTreeMap<String, String>,
}

/// A body as it is read back.
#[derive(Deserialize)]
pub struct ReadBody {
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
    /// Slot to hash.
    pub texts: BTreeMap<String, String>,
}

/// Reads a row's body.
pub fn read_body(row: &AuditRow) -> Result<ReadBody> {
    serde_json::from_str(&row.body)
        .map_err(|error| Error::BrokenChain(format!("record {} cannot be read: {error}", row.seq)))
}

/// Hash of a record.
pub fn chain_hash(seq: i64, previous: &str, id: &str, creator: &CreatorId, at: &str, body: &str) -> String {
    let parts: [&[u8]; 6] = [
        &seq.to_le_bytes(),
        previous.as_bytes(),
        id.as_bytes(),
        creator.as_str().as_bytes(),
        at.as_bytes(),
        body.as_bytes(),
    ];
    hash_hex(&parts)
}

/// Salted hash of a text.
pub fn text_hash(salt: &str, text: &str) -> String {
    hash_hex(&[salt.as_bytes(), text.as_bytes()])
}

/// A walk along the chain, from its first record to its last.
pub struct Walk {
    head: Option<Head>,
    previous: String,
    met_head: bool,
    report: ChainReport,
}

impl Walk {
    /// Before the first record.
    pub fn new(head: Option<Head>) -> Self {
        let report = ChainReport { records: 0, texts: 0, erased: 0, unsealed: 0 };
        Self { head, previous: String::new(), met_head: false, report }
    }

    /// Records walked.
    pub const fn records(&self) -> i64 {
        self.report.records
    }

    /// The next record with its texts.
    pub fn step(&mut self, row: &AuditRow, texts: &[AuditText]) -> Result<()> {
        let seq = self.report.records + 1;
        if row.seq != seq {
            return Err(Error::BrokenChain(format!("record {seq} is missing (the next is {})", row.seq)));
        }
        let hash = chain_hash(row.seq, &row.previous, &row.id, &row.creator, &row.at, &row.body);
        if row.previous != self.previous || row.hash != hash {
            return Err(Error::BrokenChain(format!("record {seq} (`{}`) was changed", row.id)));
        }
        self.texts(row, texts)?;
        if let Some(head) = self.head.as_ref().filter(|head| head.seq == row.seq) {
            if head.hash != row.hash {
                return Err(Error::BrokenChain(format!("record {seq} is not the one that the head names")));
            }
            self.met_head = true;
        }
        self.previous.clone_from(&row.hash);
        self.report.records = seq;
        Ok(())
    }

    fn texts(&mut self, row: &AuditRow, texts: &[AuditText]) -> Result<()> {
        let mut wanted = read_body(row)?.texts;
        let broken = |slot: &str, how: &str| {
            Error::BrokenChain(format!("the text `{slot}` of record {} (`{}`) was {how}", row.seq, row.id))
        };
        for text in texts {
            let hash = wanted.remove(&text.slot).ok_or_else(|| broken(&text.slot, "added"))?;
            match &text.text {
                None => self.report.erased += 1,
                Some(given) if hash == text_hash(&text.salt, given) => self.report.texts += 1,
                Some(_) => return Err(broken(&text.slot, "changed")),
            }
        }
        wanted.into_keys().next().map_or(Ok(()), |slot| Err(broken(&slot, "removed")))
    }

    /// After the last record; `head_file` names the head's file in messages.
    pub fn finish(mut self, head_file: &str) -> Result<ChainReport> {
        match self.head {
            Some(head) if !self.met_head => Err(Error::BrokenChain(format!(
                "the head names record {}, but the log ends at {}: its tail was cut off",
                head.seq, self.report.records
            ))),
            Some(head) => {
                self.report.unsealed = self.report.records - head.seq;
                Ok(self.report)
            }
            // A process that was killed over its very first record has not written a head yet.
            None if self.report.records > 1 => {
                Err(Error::BrokenChain(format!("the head file `{head_file}` is missing")))
            }
            None => Ok(self.report),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Models, Timings};
    use super::*;
    use crate::reply::Outcome;
    use proptest::prelude::*;
    use proptest::sample::Index;

    fn decision(id: &str) -> Decision {
        let models = Models {
            embedder: "e".into(),
            judge: "j".into(),
            generator: "g".into(),
            policy: "p".into(),
            threshold: 0.5,
        };
        Decision {
            topics: Vec::new(),
            instructions: Vec::new(),
            id: id.to_owned(),
            outcome: Outcome::Answered,
            refusal: None,
            evidence: Vec::new(),
            steps: Vec::new(),
            models,
            timings: Timings::default(),
        }
    }

    type Log = Vec<(AuditRow, Vec<AuditText>)>;

    /// A chain as [`super::super::AuditLog::append`] writes it, from the texts of each record.
    fn written(records: &[Vec<String>]) -> (Log, Head) {
        let (mut log, mut previous) = (Log::new(), String::new());
        for (at, given) in records.iter().enumerate() {
            let (id, seq) = (format!("rpl_{at}"), i64::try_from(at).unwrap() + 1);
            let texts: Vec<AuditText> = given
                .iter()
                .enumerate()
                .map(|(slot, text)| AuditText {
                    slot: format!("s{slot}"),
                    source: None,
                    salt: format!("{at}-{slot}"),
                    text: Some(text.clone()),
                })
                .collect();
            let hashes = texts.iter().map(|t| (t.slot.clone(), text_hash(&t.salt, t.text.as_ref().unwrap()))).collect();
            let body = serde_json::to_string(&Body { decision: &decision(&id), texts: hashes }).unwrap();
            let creator = CreatorId::parse("sam").unwrap();
            let time = format!("2026-06-01T12:00:{at:02}Z");
            let hash = chain_hash(seq, &previous, &id, &creator, &time, &body);
            let row = AuditRow { seq, id, creator, at: time, body, previous, hash: hash.clone() };
            log.push((row, texts));
            previous = hash;
        }
        let head = Head { seq: i64::try_from(log.len()).unwrap(), hash: previous };
        (log, head)
    }

    fn walk(log: &Log, head: &Head) -> Result<ChainReport> {
        let mut walk = Walk::new(Some(head.clone()));
        log.iter().try_for_each(|(row, texts)| walk.step(row, texts))?;
        walk.finish("audit.head")
    }

    /// Another character in the place that `at` picks.
    fn edit(text: &mut String, at: Index) {
        let mut letters: Vec<char> = text.chars().collect();
        match letters.len() {
            0 => letters.push('x'),
            count => letters[at.index(count)] = if letters[at.index(count)] == 'x' { 'y' } else { 'x' },
        }
        *text = letters.into_iter().collect();
    }

    /// Changes a log in one of the ways open to somebody who can write to the database; whether
    /// that is more than an erasure.
    fn tamper(log: &mut Log, how: u8, row: Index, at: Index) {
        let count = log.len();
        let here = row.index(count);
        match how {
            0 => edit(&mut log[here].0.body, at),
            1 => edit(&mut log[here].0.at, at),
            2 => edit(&mut log[here].0.id, at),
            3 => edit(&mut log[here].0.hash, at),
            4 => edit(&mut log[here].0.previous, at),
            5 => log[here].0.creator = CreatorId::parse("eve").unwrap(),
            6 => drop(log.remove(here)),
            7 => log.truncate(here),
            8 => {
                let again = log[here].clone();
                log.push(again);
            }
            9 => log.swap(here, (here + 1) % count),
            10 => edit(log[here].1[0].text.as_mut().unwrap(), at),
            11 => drop(log[here].1.remove(0)),
            12 => {
                let mut more = log[here].1[0].clone();
                more.slot = "more".to_owned();
                log[here].1.push(more);
            }
            _ => {
                // Rewrites a record and its own hash, but not those that follow.
                let row = &mut log[here].0;
                row.at = "2020-01-01T00:00:00Z".to_owned();
                row.hash = chain_hash(row.seq, &row.previous, &row.id, &row.creator, &row.at, &row.body);
            }
        }
    }

    proptest! {
        #[test]
        fn an_untouched_chain_is_intact_and_erased_texts_stay_so(
            records in prop::collection::vec(prop::collection::vec(".{0,20}", 1..4), 1..8),
            erase in prop::collection::vec(any::<(Index, Index)>(), 0..6),
        ) {
            let (mut log, head) = written(&records);
            for (row, slot) in erase {
                let here = row.index(log.len());
                let slot = slot.index(log[here].1.len());
                log[here].1[slot].text = None;
            }
            let erased = log.iter().flat_map(|(_, texts)| texts).filter(|t| t.text.is_none()).count() as u64;
            let all = records.iter().map(Vec::len).sum::<usize>() as u64;
            let report = walk(&log, &head).unwrap();
            prop_assert_eq!(report, ChainReport { records: head.seq, texts: all - erased, erased, unsealed: 0 });
        }

        #[test]
        fn whatever_is_changed_is_found(
            records in prop::collection::vec(prop::collection::vec(".{0,20}", 1..4), 2..8),
            how in 0_u8..14, row in any::<Index>(), at in any::<Index>(),
        ) {
            let (mut log, head) = written(&records);
            tamper(&mut log, how, row, at);
            prop_assert!(walk(&log, &head).is_err(), "way {} went unnoticed", how);
        }

        #[test]
        fn a_killed_append_is_told_apart_from_a_cut(records in prop::collection::vec(prop::collection::vec("[a-z]{1,5}", 1..3), 2..6)) {
            let (log, _) = written(&records);
            let (_, head) = written(&records[..records.len() - 1]);
            prop_assert_eq!(walk(&log, &head).unwrap().unsealed, 1);
        }
    }
}
