//! The check contract: a candidate reply and given evidence in, a report out, no index needed;
//! invariants: offsets refer to the reply as given, and the decision is `reject` exactly when the
//! score is below the threshold. `docs/check.md` has worked lines.

use groundwire_index::catalogue::Offer;
use groundwire_index::document::Voice;
use groundwire_index::retrieve::{Evidence, EvidenceItem, Passage};
use groundwire_index::source::{Creator, CreatorId};
use groundwire_index::span::Span;
use groundwire_index::text::language::{Language, detect};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::claim::{Fan, SpeechAct, claims};
use crate::clock::day;
use crate::error::{Error, Result};
use crate::persona::{Persona, Policy};
use crate::question::ThreadTurn;
use crate::verify::{Facts, Objection, Ruled, Ruling, Stance, Verdict, Verifier};

/// Longest reply that is checked, in bytes.
pub const MAX_REPLY_BYTES: usize = 64 * 1024;

/// One line in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    /// Given back as it came.
    #[serde(default)]
    pub id: Option<serde_json::Value>,
    /// The candidate reply; may carry markers such as `[evidence-id]`.
    pub reply: String,
    /// What it may rest on; may be empty.
    #[serde(default)]
    pub evidence: Vec<GivenEvidence>,
    /// The fan's words.
    #[serde(default)]
    pub message: Option<String>,
    /// Earlier turns, oldest first.
    #[serde(default)]
    pub turns: Vec<ThreadTurn>,
    /// Whose voice it is.
    #[serde(default)]
    pub creator: Option<GivenCreator>,
    /// Offers as they stand.
    #[serde(default)]
    pub catalogue: Option<Vec<GivenOffer>>,
    /// A policy or the name of one.
    #[serde(default)]
    pub policy: Option<GivenPolicy>,
    /// RFC 3339; today when absent.
    #[serde(default)]
    pub now: Option<Timestamp>,
    /// Gold labels of our own fixtures travel with the line and are not read.
    #[serde(default, rename = "gold")]
    _gold: Option<serde_json::Value>,
}

/// One evidence item in.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenEvidence {
    /// Unique in the line.
    pub id: String,
    /// Its text.
    pub text: String,
    /// `persona` is never evidence; any other kind is only shown.
    #[serde(default)]
    pub kind: Option<String>,
    /// `YYYY-MM-DD` or RFC 3339.
    #[serde(default)]
    pub date: Option<String>,
    /// Who wrote it; absent is the creator.
    #[serde(default)]
    pub author: Option<String>,
    /// Who says it; absent is the author.
    #[serde(default)]
    pub speaker: Option<String>,
    /// Title of the source.
    #[serde(default)]
    pub title: Option<String>,
    /// What a reader can open.
    #[serde(default)]
    pub url: Option<String>,
}

/// Whose voice a reply is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenCreator {
    /// The creator's name.
    #[serde(default)]
    pub name: String,
    /// Names under which the creator speaks.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Style only, never evidence: a text, or an object as in a persona file.
    #[serde(default)]
    pub persona: Option<serde_json::Value>,
}

/// A row in, as a person would write it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenOffer {
    /// The item's name.
    pub item: String,
    /// Size, colour ...
    #[serde(default)]
    pub variant: Option<String>,
    /// In units of `currency`.
    #[serde(default)]
    pub price: Option<f64>,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    /// Units that can be sold now; absent is not counted.
    #[serde(default)]
    pub stock: Option<i64>,
    /// Where it ships.
    #[serde(default)]
    pub region: Option<serde_json::Value>,
    /// First day.
    #[serde(default)]
    pub valid_from: Option<String>,
    /// Last day.
    #[serde(default)]
    pub valid_until: Option<String>,
    /// A discount code.
    #[serde(default)]
    pub code: Option<String>,
    /// Not used.
    #[serde(default)]
    pub url: Option<String>,
}

/// A policy object or a name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum GivenPolicy {
    /// `default` or `strict`.
    Name(String),
    /// As in a persona file.
    Policy(Policy),
}

/// Accept or reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Every claim passed.
    Accept,
    /// At least one did not.
    Reject,
}

/// The four labels of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Carried by evidence.
    Supported,
    /// Carried by nothing.
    Unsupported,
    /// The evidence says otherwise.
    Contradicted,
    /// Needs no evidence.
    NotNeeded,
}

/// One claim out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckedClaim {
    /// First byte in the reply as given.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The claim's text.
    pub text: String,
    /// Kind of statement.
    pub act: SpeechAct,
    /// What was decided.
    pub verdict: Label,
    /// Support from 0 to 1; 1 when none is needed.
    pub score: f64,
    /// Ids of the evidence that carries it.
    pub citations: Vec<String>,
    /// Code of the rule that rejected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection: Option<Objection>,
    /// One plain sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Which verifier decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerifierIds {
    /// Model of the judge.
    pub judge: String,
    /// Policy.
    pub policy: String,
    /// Least support that passes.
    pub threshold: f64,
}

/// One line out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CheckReport {
    /// As it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<serde_json::Value>,
    /// Accept or reject.
    pub decision: Decision,
    /// Support of the weakest claim that needs evidence; 1 when none does.
    pub score: f64,
    /// In order.
    pub claims: Vec<CheckedClaim>,
    /// Which verifier decided.
    pub verifier: VerifierIds,
    /// Microseconds that the check took.
    pub elapsed_us: u64,
}

/// A request with its parts read and checked.
struct Prepared {
    evidence: Evidence,
    creator: Creator,
    catalogue: Option<Vec<Offer>>,
    policy: Policy,
    today: Date,
    language: Language,
}

/// Checks one candidate. `now` stands in where the request names no time.
pub async fn check(verifier: &Verifier, request: CheckRequest, now: Timestamp) -> Result<CheckReport> {
    let started = std::time::Instant::now();
    let prepared = prepare(&request, now)?;
    let message = request.message.as_deref();
    let fan = Fan::new(message, &request.turns);
    let found = claims(&request.reply, &prepared.evidence, prepared.language, &fan);
    let facts = Facts {
        evidence: &prepared.evidence,
        creator: &prepared.creator,
        catalogue: prepared.catalogue.as_deref(),
        policy: &prepared.policy,
        message,
        today: prepared.today,
        language: prepared.language,
    };
    let ruling = verifier.verify(found, facts).await;
    let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(report(request.id, &ruling, elapsed_us))
}

fn report(id: Option<serde_json::Value>, ruling: &Ruling, elapsed_us: u64) -> CheckReport {
    CheckReport {
        id,
        decision: if ruling.accepts() { Decision::Accept } else { Decision::Reject },
        score: ruling.score(),
        claims: ruling.claims().iter().map(CheckedClaim::of).collect(),
        verifier: VerifierIds {
            judge: ruling.judge().to_owned(),
            policy: ruling.policy().to_owned(),
            threshold: ruling.threshold(),
        },
        elapsed_us,
    }
}

impl CheckedClaim {
    /// A ruled claim in the contract's shape.
    pub fn of(ruled: &Ruled) -> Self {
        let claim = &ruled.claim;
        let (verdict, citations, objection, reason) = match &ruled.verdict {
            Verdict::Supported { by, .. } => (Label::Supported, by.clone(), None, None),
            Verdict::NotNeeded { why } => (Label::NotNeeded, Vec::new(), None, Some(why.clone())),
            Verdict::Rejected { stance, objection, reason, .. } => {
                let label = match stance {
                    Stance::Unsupported => Label::Unsupported,
                    Stance::Contradicted => Label::Contradicted,
                };
                (label, Vec::new(), Some(*objection), Some(reason.clone()))
            }
        };
        Self {
            start: claim.span.start,
            end: claim.span.end,
            text: claim.text.clone(),
            act: claim.act,
            verdict,
            score: ruled.verdict.score().unwrap_or(1.0),
            citations,
            objection,
            reason,
        }
    }
}

fn prepare(request: &CheckRequest, now: Timestamp) -> Result<Prepared> {
    if request.reply.len() > MAX_REPLY_BYTES {
        let message = format!("it has {} bytes, the limit is {MAX_REPLY_BYTES}", request.reply.len());
        return Err(Error::request("reply", message));
    }
    let (creator, mut policy) = creator(request.creator.as_ref())?;
    match &request.policy {
        Some(GivenPolicy::Policy(given)) => policy = given.clone(),
        Some(GivenPolicy::Name(name)) => {
            policy = Policy::named(name)
                .ok_or_else(|| Error::request("policy", format!("`{name}` is none of default, strict")))?;
        }
        None => {}
    }
    if !(policy.threshold > 0.0 && policy.threshold <= 1.0) {
        return Err(Error::request("policy", "threshold must be above 0 and at most 1"));
    }
    let items = request.evidence.iter().map(|given| item(given, &creator)).collect::<Result<Vec<_>>>()?;
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = items.iter().find(|item| !seen.insert(item.id.clone())) {
        return Err(Error::request("evidence", format!("the id `{}` stands twice: ids must be unique", twice.id)));
    }
    let fallback = request.evidence.first().map_or(Language::En, |e| detect(&e.text, Language::En));
    let fallback = request.message.as_deref().map_or(fallback, |m| detect(m, fallback));
    let catalogue = request.catalogue.as_ref().map(|rows| rows.iter().map(offer).collect::<Result<Vec<_>>>());
    Ok(Prepared {
        evidence: Evidence { items },
        creator,
        catalogue: catalogue.transpose()?,
        policy,
        today: day(request.now.unwrap_or(now)),
        language: detect(&request.reply, fallback),
    })
}

fn creator(given: Option<&GivenCreator>) -> Result<(Creator, Policy)> {
    let given = given.cloned().unwrap_or_default();
    let persona_text = match given.persona {
        None | Some(serde_json::Value::Null | serde_json::Value::String(_)) => None,
        Some(value) => {
            let persona: Persona =
                serde_json::from_value(value).map_err(|error| Error::request("creator.persona", error.to_string()))?;
            Some(toml::to_string(&persona).map_err(|error| Error::request("creator.persona", error.to_string()))?)
        }
    };
    let id = CreatorId::from_name(&given.name).or_else(|_| CreatorId::parse("creator"))?;
    let creator = Creator { id, name: given.name, speakers: given.speakers, persona: persona_text };
    let policy = Persona::of(&creator)?.policy;
    Ok((creator, policy))
}

fn date(field: &'static str, text: Option<&String>) -> Result<Option<Date>> {
    text.map(|text| {
        text.get(..10)
            .filter(|_| text.len() == 10 || text.parse::<Timestamp>().is_ok())
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| Error::request(field, format!("`{text}` is neither YYYY-MM-DD nor RFC 3339")))
    })
    .transpose()
}

fn item(given: &GivenEvidence, creator: &Creator) -> Result<EvidenceItem> {
    let voice = given.speaker.clone().map_or(Voice::Author, Voice::Speaker);
    // Without a creator there is nobody else whose words these could be.
    let anonymous = creator.name.is_empty() && creator.speakers.is_empty();
    let own = (anonymous && given.author.is_none() && given.speaker.is_none())
        || voice.is_creator(creator, given.author.as_deref());
    Ok(EvidenceItem {
        id: given.id.clone(),
        passages: vec![Passage { span: Span::new(0, given.text.len()), voice, own }],
        text: given.text.clone(),
        kind: given.kind.clone(),
        title: given.title.clone(),
        date: date("evidence.date", given.date.as_ref())?,
        author: given.author.clone(),
        url: given.url.clone(),
        source: None,
        version: None,
        span: None,
        score: 0.0,
    })
}

fn offer(given: &GivenOffer) -> Result<Offer> {
    let currency = match given.currency.as_deref().unwrap_or_default().trim() {
        "€" => "EUR".to_owned(),
        "£" => "GBP".to_owned(),
        "$" => "USD".to_owned(),
        other => other.to_uppercase(),
    };
    if given.price.is_some_and(|price| !(price.is_finite() && price >= 0.0)) {
        return Err(Error::request("catalogue.price", format!("of `{}`: write a number of at least 0", given.item)));
    }
    Ok(Offer {
        item: given.item.clone(),
        variant: given.variant.clone().filter(|v| !v.trim().is_empty()),
        // A row without a price agrees with no amount.
        price: given.price.unwrap_or(f64::NAN),
        currency,
        stock: given.stock,
        region: regions(given.region.as_ref())?,
        valid_from: date("catalogue.valid_from", given.valid_from.as_ref())?,
        valid_until: date("catalogue.valid_until", given.valid_until.as_ref())?,
        code: given.code.clone(),
    })
}

/// `"FR|BE"` or `["FR", "BE"]`.
fn regions(given: Option<&serde_json::Value>) -> Result<Vec<String>> {
    let wrong = || Error::request("catalogue.region", "write codes of countries, as in \"FR|BE\" or [\"FR\", \"BE\"]");
    match given {
        None | Some(serde_json::Value::Null) => Ok(Vec::new()),
        Some(serde_json::Value::String(list)) => {
            Ok(list.split(['|', ',']).map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect())
        }
        Some(serde_json::Value::Array(list)) => {
            list.iter().map(|code| code.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
        }
        Some(_) => Err(wrong()),
    }
}
