//! The check contract: a candidate reply and given evidence in, a report out, no index needed;
//! invariants: offsets refer to the reply as given, and the decision is `reject` exactly when the
//! score is below the threshold. `docs/check.md` has worked lines.

mod contract;

use groundwire_index::catalogue::Offer;
use groundwire_index::document::Voice;
use groundwire_index::retrieve::{Evidence, EvidenceItem, Passage};
use groundwire_index::source::{Creator, CreatorId};
use groundwire_index::span::Span;
use groundwire_index::text::language::{Language, detect};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::claim::{Fan, claims};
use crate::clock::day;
use crate::error::{Error, Result};
use crate::persona::Persona;
use crate::policy::Policy;
use crate::question::{gives_orders, wants_answer};
use crate::repair::proposals;
use crate::verify::{Facts, Ruled, Ruling, Stance, Verdict, Verifier};

pub use contract::{
    CheckReport, CheckRequest, CheckedClaim, Decision, GivenCreator, GivenEvidence, GivenOffer, GivenPolicy, Label,
    Repaired, VerifierIds,
};

/// Longest reply that is checked, in bytes.
pub const MAX_REPLY_BYTES: usize = 64 * 1024;

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
    let ruling = prepared.rule(verifier, &request.reply, &request).await;
    let repaired = if request.repair { prepared.repair(verifier, &ruling, &request).await } else { None };
    let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let ordered = request.evidence.iter().filter(|item| gives_orders(&item.text)).map(|item| item.id.clone());
    let message = request.message.as_deref().filter(|message| gives_orders(message)).map(|_| "message".to_owned());
    let instructions = message.into_iter().chain(ordered).collect();
    let mut report = CheckReport { repaired, instructions, ..report(request.id, &ruling, elapsed_us) };
    if request.explain {
        for (told, ruled) in report.claims.iter_mut().zip(ruling.claims()) {
            told.rules.clone_from(&ruled.rules);
        }
    }
    Ok(report)
}

impl Prepared {
    async fn rule(&self, verifier: &Verifier, reply: &str, request: &CheckRequest) -> Ruling {
        let message = request.message.as_deref();
        let fan = Fan::new(message, &request.turns);
        let found = claims(reply, &self.evidence, self.language, &fan);
        let facts = Facts {
            evidence: &self.evidence,
            creator: &self.creator,
            catalogue: self.catalogue.as_deref(),
            policy: &self.policy,
            message,
            today: self.today,
            language: self.language,
        };
        verifier.verify(found, facts).await
    }

    /// The first mended text that passes and still answers.
    async fn repair(&self, verifier: &Verifier, ruling: &Ruling, request: &CheckRequest) -> Option<Repaired> {
        let asks = request.message.as_ref().is_some_and(|message| wants_answer(message));
        for text in proposals(&request.reply, ruling) {
            let again = self.rule(verifier, &text, request).await;
            if again.accepts() && (again.says_something() || !asks) {
                return Some(Repaired { claims: again.claims().iter().map(CheckedClaim::of).collect(), text });
            }
        }
        None
    }
}

fn report(id: Option<serde_json::Value>, ruling: &Ruling, elapsed_us: u64) -> CheckReport {
    CheckReport {
        id,
        decision: if ruling.accepts() { Decision::Accept } else { Decision::Reject },
        score: ruling.score(),
        claims: ruling.claims().iter().map(CheckedClaim::of).collect(),
        repaired: None,
        instructions: Vec::new(),
        verifier: VerifierIds {
            judge: ruling.judge().to_owned(),
            policy: ruling.policy().to_owned(),
            threshold: ruling.threshold(),
        },
        elapsed_us,
        judge_us: ruling.judge_us(),
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
            opinion: ruled.opinion,
            rules: Vec::new(),
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
    if let Some(threshold) = request.threshold {
        policy.threshold = threshold;
    }
    policy.check().map_err(|message| Error::request("policy", message))?;
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
    let creator = Creator { id, name: given.name, speakers: given.speakers, persona: persona_text, policy: None };
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
    let whole = Passage { span: Span::new(0, given.text.len()), voice, own };
    Ok(EvidenceItem {
        kind: given.kind.clone(),
        title: given.title.clone(),
        date: date("evidence.date", given.date.as_ref())?,
        author: given.author.clone(),
        url: given.url.clone(),
        ..EvidenceItem::new(&given.id, &given.text, vec![whole])
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
