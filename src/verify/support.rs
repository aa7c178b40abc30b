//! How a claim finds the evidence that carries it; invariants: no firm rule objects and the rest is weighed with the
//! judge on one set of evidence, or was worked out from one sentence of it; a judge that fails is a rejection.

use super::alignment::{LIGHT, Support, Wanted, align, wanted};
use super::arithmetic::Operand;
use super::entailment::{Judge, Probabilities};
use super::figures::Worked;
use super::reading::Reading;
use super::vocabulary::same_word;
use super::weigh::{self, Trust};
use super::{
    Facts, Failure, Objection, RuleTrace, Stance, Verdict, added, citation, kinds, quote, reject, supersede, times,
};
use crate::claim::{Claim, SpeechAct};

/// What the claims of a draft are held against, beside the facts: read once for all.
pub struct Held<'a> {
    /// The evidence, read.
    pub reading: Reading,
    /// The whole reply and the fan's message, folded.
    pub spoken: String,
    /// The whole reply.
    pub reply: String,
    /// Stems of names, titles and rows: what needs no sentence of its own.
    pub known: Vec<String>,
    /// The catalogue rows that the reply or the fan names, as sentences; `offers` holds them against it.
    pub rows: String,
    /// Who judges.
    pub judge: &'a dyn Judge,
}

/// What the judge thinks of a claim.
pub enum Opinion {
    /// Nothing: its form, the policy or a sentence of the creator's decides.
    Unasked,
    /// This.
    Given(Probabilities),
    /// It should have said; why it did not.
    Missing(String),
}

impl Opinion {
    /// The opinion, where there is one.
    pub const fn given(&self) -> Option<&Probabilities> {
        match self {
            Self::Given(opinion) => Some(opinion),
            Self::Unasked | Self::Missing(_) => None,
        }
    }
}

/// One claim to decide on.
pub struct Case<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// What the draft is held against.
    pub facts: &'a Facts<'a>,
    /// The same, read.
    pub held: &'a Held<'a>,
    /// Figures of the reply's other claims and of the fan's message, for sums.
    pub beside: &'a [Operand],
    /// It is one of the persona's own lines.
    pub ours: bool,
    /// Place of an item that holds it as a whole sentence of the creator's.
    pub verbatim: Option<usize>,
    /// What the judge thinks of it.
    pub opinion: Opinion,
}

impl Case<'_> {
    /// Not a sentence of the creator's as it stands, nor a line of the persona's that passes by itself, nor a claim
    /// whose form decides.
    pub fn needs_opinion(&self) -> bool {
        let by_form = self.claim.act.needs_none().is_some() && !kinds::may_be(self.claim.act);
        let passes = self.ours && self.claim.act != SpeechAct::Commitment;
        !by_form && !passes && self.verbatim.is_none()
    }

    /// "I haven't posted about it", and the creator's own words speak of just that.
    pub fn published_after_all(&self) -> Option<Failure> {
        let claim = self.claim;
        if claim.act != SpeechAct::Abstention || !crate::claim::says_unpublished(&claim.meaning) {
            return None;
        }
        let support = align(claim, &self.held.reading.own, &[], &[], self.facts.language)?;
        let speaks = support.weight >= 2.0 && support.coverage >= 0.95 && support.missing.is_empty();
        speaks.then(|| {
            let reason = format!("the creator's own words do speak of it: \"{}\"", support.text.trim());
            Failure::contradicted("abstention", Objection::NotEntailed, reason)
        })
    }

    /// Something was worked out, and one sentence of the evidence has all else that the claim says. A small model reckons
    /// worse than we do: it has no say in this.
    fn is_reckoned(&self, support: &Support, worked: &Worked) -> bool {
        let language = self.facts.language;
        let explained = |word: &Wanted| {
            worked
                .spans
                .iter()
                .any(|span| span.slice(&self.claim.meaning).split_whitespace().any(|w| w == word.surface))
        };
        let mut left = wanted(self.claim, language);
        left.retain(|word| word.weight > LIGHT && !explained(word));
        let reading = self.held.reading.for_act(self.claim.act);
        let has_all = |at: &usize| {
            let sentence = reading.get(*at);
            sentence.is_some_and(|s| left.iter().all(|w| s.stems.iter().any(|one| same_word(&w.stem, one, language))))
        };
        !worked.spans.is_empty() && support.sentences.iter().any(has_all)
    }

    /// A rule objects and no opinion changes that.
    fn is_firm(&self, failure: &Failure, coverage: f64) -> bool {
        weigh::is_firm(self.claim, failure, coverage, self.held.judge.trust(), self.facts)
    }

    fn ids(&self, items: &[usize]) -> Vec<String> {
        items.iter().filter_map(|at| self.facts.evidence.items.get(*at)).map(|item| item.id.clone()).collect()
    }

    fn supported(&self, items: &[usize], cited: &[usize], score: f64) -> Verdict {
        let assigned = items.iter().any(|at| !cited.contains(at));
        Verdict::Supported { by: self.ids(items), assigned, score }
    }

    /// The last question to evidence that carries a claim: is it still so?
    fn finish(&self, items: &[usize], cited: &[usize], score: f64, rules: &mut Vec<RuleTrace>) -> Verdict {
        let told: Vec<_> = self.held.reading.all.iter().filter(|sentence| items.contains(&sentence.item)).collect();
        if let Err(failure) = times::check(self.claim, &told, self.facts) {
            rules.push(RuleTrace::new(failure.rule, failure.reason.clone()));
            return reject(failure, self.ids(items), score, self.facts);
        }
        if let Some((failure, newer)) = supersede::check(self.claim, items, &self.held.reading, self.facts) {
            rules.push(RuleTrace::new(failure.rule, failure.reason.clone()));
            return reject(failure, vec![newer], score, self.facts);
        }
        self.supported(items, cited, score)
    }

    /// When somebody else does say it, the objection is that it is not the creator who does.
    fn elsewhere(&self, failure: Failure) -> Failure {
        const SAYS_IT: f64 = 0.6;
        if !self.claim.act.needs_own_words() || !matches!(failure.objection, Objection::NotEntailed) {
            return failure;
        }
        let all = &self.held.reading.all;
        let others = align(self.claim, all, &[], &self.held.known, self.facts.language);
        let says = others.as_ref().filter(|support| support.coverage >= SAYS_IT && support.weight >= 1.0);
        let by_another = says.is_some_and(|support| {
            support.sentences.iter().filter_map(|at| all.get(*at)).any(|sentence| !sentence.own)
        });
        if !by_another {
            return failure;
        }
        Failure::unsupported("own_words", Objection::NotTheirWords, "somebody else says this, the creator does not")
    }
}

/// Finds evidence that carries the claim, or says what stands in the way.
pub(super) fn decide(case: &Case<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let Case { claim, facts, .. } = *case;
    let mut note = |rule: &str, said: String| rules.push(RuleTrace::new(rule, said));
    let resolved = citation::resolve(claim, facts.evidence);
    note("citation", format!("{} of {} citations resolve", resolved.items.len(), claim.cites.len()));
    if let Some(failure) = quote::check(claim, facts) {
        note(failure.rule, failure.reason.clone());
        return reject(failure, Vec::new(), 0.2, facts);
    }
    if let Some(items) = quote::carried_by(claim, facts) {
        note("quote", "verbatim, by that speaker".to_owned());
        return case.supported(&items, &resolved.items, 1.0);
    }
    if let Some(place) = case.verbatim {
        note("verbatim", "a whole sentence of the source".to_owned());
        return case.finish(&[place], &resolved.items, 1.0, rules);
    }
    let grounds = match case.grounds(&resolved) {
        Ok(grounds) => grounds,
        Err(failure) => {
            note(failure.rule, failure.reason.clone());
            return groundless(case, failure, rules);
        }
    };
    note("alignment", stands(&grounds.support, &case.ids(&grounds.support.items).join(", ")));
    let objection = match grounds.ruled {
        Ok(worked) => {
            for how in &worked.notes {
                note("arithmetic", how.clone());
            }
            let support = &grounds.support;
            if !matches!(case.opinion, Opinion::Missing(_)) && case.is_reckoned(support, &worked) {
                return case.finish(&support.items, &resolved.items, RECKONED, rules);
            }
            None
        }
        Err(failure) => {
            note(failure.rule, failure.reason.clone());
            Some(failure)
        }
    };
    weighed(case, &grounds.support, objection, &resolved, rules)
}

/// Support of a claim whose words stand in the evidence and whose figures or times were worked out from it.
const RECKONED: f64 = 0.9;

/// Nothing is there that could carry it: it passes only where the judge finds nothing in it to check.
fn groundless(case: &Case<'_>, failure: Failure, rules: &mut Vec<RuleTrace>) -> Verdict {
    if case.held.judge.trust() == Trust::Weighs && !case.is_firm(&failure, 0.0) {
        match &case.opinion {
            Opinion::Missing(why) => return unavailable(why, case.facts, rules),
            Opinion::Given(opinion) if weigh::is_nothing_but_talk(case.claim, opinion) => {
                rules.push(RuleTrace::new("judge", told(*opinion)));
                return Verdict::NotNeeded { why: NOTHING_TO_CHECK.to_owned() };
            }
            Opinion::Given(_) | Opinion::Unasked => {}
        }
    }
    reject(failure, Vec::new(), 0.0, case.facts)
}

/// The sum of many small signs says little of a claim this short.
const FEW_WORDS: usize = 3;
/// From here on the judge is sure that a claim is carried, or that there is nothing in it.
const SURE: f64 = 0.8;

const NOTHING_TO_CHECK: &str = "the judge finds nothing in it to check";

/// What the rules found and what the judge thinks, weighed together.
fn weighed(
    case: &Case<'_>,
    support: &Support,
    objection: Option<Failure>,
    resolved: &citation::Resolved,
    rules: &mut Vec<RuleTrace>,
) -> Verdict {
    let Case { claim, facts, .. } = *case;
    let rejected = |failure: Failure, score: f64| {
        let failure = uncited(claim, resolved, case.elsewhere(failure));
        reject(failure, case.ids(&support.items), score, facts)
    };
    // "Nosy is fine!": the fan's word again, and nothing said.
    if objection.as_ref().is_some_and(|failure| failure.rule == added::QUESTION)
        && case.held.judge.trust() == Trust::Weighs
        && case.opinion.given().is_some_and(|opinion| weigh::is_nothing_but_talk(claim, opinion))
    {
        return Verdict::NotNeeded { why: NOTHING_TO_CHECK.to_owned() };
    }
    if let Some(failure) = objection.as_ref().filter(|failure| case.is_firm(failure, support.coverage)) {
        return rejected(failure.clone(), support.coverage * 0.9);
    }
    let opinion = match &case.opinion {
        Opinion::Given(opinion) => *opinion,
        Opinion::Missing(why) => return unavailable(why, facts, rules),
        Opinion::Unasked => return unavailable("it was not asked", facts, rules),
    };
    let score = weigh::score(claim, opinion, support, objection.as_ref(), case.held.judge.trust());
    let said = format!("{}; weighed with the rules {score:.3}", told(opinion));
    rules.push(RuleTrace { weighed: Some(score), ..RuleTrace::new("judge", said) });
    // "Sarah.": so few words, and none of them found, that only a judge who is sure may let them pass.
    let few = claim.text.split_whitespace().count() <= FEW_WORDS;
    let unseen = few && support.coverage <= 0.0 && opinion.supported + opinion.nothing_to_check < SURE;
    if unseen || score < facts.policy.threshold {
        return rejected(objection.unwrap_or_else(|| doubt(opinion, score, facts)), score);
    }
    let lacking = objection.is_some_and(|failure| failure.stance == Stance::Unsupported) || support.coverage <= 0.0;
    if lacking && weigh::is_talk(claim, opinion) {
        return Verdict::NotNeeded { why: NOTHING_TO_CHECK.to_owned() };
    }
    case.finish(&support.items, &resolved.items, score, rules)
}

/// "62 % of it stands in e1; 2 words of weight do not, 1 in a row at most".
fn stands(support: &Support, shown: &str) -> String {
    let share = format!("{:.0} % of it stands in {shown}", support.coverage * 100.0);
    match support.missing.len() {
        0 => share,
        missing => format!("{share}; {missing} words of weight do not, {} in a row at most", support.run.len()),
    }
}

pub(super) fn unavailable(why: &str, facts: &Facts<'_>, rules: &mut Vec<RuleTrace>) -> Verdict {
    let reason = format!("the judge failed: {why}");
    rules.push(RuleTrace::new("judge", reason.clone()));
    reject(Failure::unsupported("judge", Objection::VerifierUnavailable, reason), Vec::new(), 0.0, facts)
}

/// Nothing carries it, and it cites nothing, or nothing that is there: that is the objection.
fn uncited(claim: &Claim, resolved: &citation::Resolved, failure: Failure) -> Failure {
    if failure.rule != "judge" || failure.stance != Stance::Unsupported || !resolved.items.is_empty() {
        return failure;
    }
    let why = failure.reason;
    if claim.cites.is_empty() {
        return Failure::unsupported("citation", Objection::Uncited, format!("it cites nothing, and {why}"));
    }
    let cited = resolved.unknown.join("`, `");
    let reason = format!("it cites `{cited}`, which is not there, and {why}");
    Failure::unsupported("citation", Objection::UnknownCitation, reason)
}

fn doubt(opinion: Probabilities, score: f64, facts: &Facts<'_>) -> Failure {
    if opinion.refuted > opinion.neither {
        return Failure::contradicted("judge", Objection::NotEntailed, "the evidence says otherwise".to_owned());
    }
    let reason = format!("the evidence does not carry it (support {score:.2}, {:.2} needed)", facts.policy.threshold);
    Failure::unsupported("judge", Objection::NotEntailed, reason)
}

/// An opinion in words.
fn told(opinion: Probabilities) -> String {
    let Probabilities { supported, refuted, neither, nothing_to_check, .. } = opinion;
    format!(
        "supported {supported:.2}, refuted {refuted:.2}, neither {neither:.2}, nothing to check {nothing_to_check:.2}"
    )
}
