//! The evidence on which a claim is decided, and what the rules that compare words, figures and voices say of it there.
//! Invariant: no firm rule is hidden behind one that is weighed.

use groundwire_index::text::language::{Language, detect};

use super::alignment::{Support, align};
use super::reading::Sentence;
use super::support::Case;
use super::{
    Failure, Objection, added, attribution, binding, certainty, citation, condition, denial, exchange, figures, names,
    opposites, own_words, quantity, roles,
};
use crate::claim::SpeechAct;

const ONLY_OTHERS: &str = "only others say anything here, and this needs the creator's own words";

/// Where a claim stands, and what the rules say of it there.
pub struct Grounds {
    /// Where.
    pub support: Support,
    /// What had to be worked out, or the first objection.
    pub ruled: Result<figures::Worked, Failure>,
}

impl Case<'_> {
    /// The evidence that carries the claim best, or why there is none.
    pub fn grounds(&self, cited: &citation::Resolved) -> Result<Grounds, Failure> {
        let reading = &self.held.reading;
        let mut given = reading.for_act(self.claim.act);
        // What is offered in the creator's name stands in the creator's own words.
        if self.claim.act == SpeechAct::Offer && self.facts.catalogue.is_none() && !reading.own.is_empty() {
            given = &reading.own;
        }
        let support = align(self.claim, given, &cited.items, &self.held.known, self.facts.language);
        let same = support.map(|support| {
            let ruled = self.by_rules(&support, given);
            Grounds { support, ruled }
        });
        let stands = same.as_ref().is_some_and(|grounds| grounds.ruled.is_ok());
        if stands || reading.foreign.is_empty() {
            return same.ok_or_else(|| self.nothing_to_hold_against(cited));
        }
        match (self.foreign(cited), same) {
            // What stands in the reply's own language is what the objection is about, unless nothing does.
            (_, Some(same)) if same.support.coverage > 0.0 => Ok(same),
            (Ok(grounds), _) => Ok(grounds),
            (Err(_), Some(same)) => Ok(same),
            (Err(failure), None) => Err(failure),
        }
    }

    /// The rules in order on one set of evidence; what had to be worked out.
    fn by_rules(&self, support: &Support, given: &[Sentence]) -> Result<figures::Worked, Failure> {
        let Case { claim, facts, held, .. } = *self;
        let language = facts.language;
        let own = own_words::check(claim, &held.reading.own, support.coverage, language);
        if let Some(failure) = own.clone().filter(|_| claim.act == SpeechAct::Biography) {
            return Err(failure);
        }
        let found = figures::Found { support, given, rows: &held.rows, beside: self.beside };
        let worked_out = figures::check(claim, &found, facts)?;
        let failure = exchange::check(claim, support, given, language)
            .or_else(|| binding::check(claim, given, language))
            .or_else(|| roles::check(claim, support, given, language))
            .or_else(|| condition::check(claim, support, given, &held.reply, language))
            .or_else(|| names::check(claim, &self.known_names(support, &held.rows), language))
            .or_else(|| attribution::check(claim, support, given, &held.spoken, facts))
            .or_else(|| added::excluded(claim, support, given, language))
            .or_else(|| added::only_asked(claim, support, facts))
            // From here on what is weighed.
            .or(own)
            .or_else(|| denial::check(claim, &joined(given), language))
            .or_else(|| quantity::check(claim, support, given, language))
            .or_else(|| certainty::check(claim, &support.text, language))
            .or_else(|| opposites::check(claim, &support.text, language))
            .or_else(|| added::added(claim, support, facts));
        failure.map_or(Ok(worked_out), Err)
    }

    /// Texts in which the names of a claim may stand.
    fn known_names(&self, support: &Support, rows: &str) -> Vec<String> {
        let Case { claim, facts, .. } = *self;
        let mut known = vec![
            format!("{}\n{rows}", support.text),
            facts.creator.name.clone(),
            "AI IA Celsius Fahrenheit".to_owned(),
        ];
        known.extend(facts.creator.speakers.iter().cloned());
        let message = facts.message.unwrap_or_default();
        known.extend(names::called(&claim.meaning, message));
        if !crate::claim::is_first_person(&claim.meaning) || crate::claim::speaks_to_fan(&claim.meaning) {
            known.push(message.to_owned());
        }
        for item in support.items.iter().filter_map(|at| facts.evidence.items.get(*at)) {
            known.extend(item.title.clone());
            known.extend(item.author.clone());
            known.extend(item.passages.iter().filter_map(|p| p.voice.speaker().map(str::to_owned)));
        }
        known
    }

    /// Evidence in another language: figures and names are held against it always; the rest only by a judge
    /// that reads both.
    fn foreign(&self, cited: &citation::Resolved) -> Result<Grounds, Failure> {
        let Case { claim, facts, held, .. } = *self;
        let given = &held.reading.foreign;
        let own = !claim.act.needs_own_words() || given.iter().any(|sentence| sentence.own);
        let support = Support::across(claim, given, &cited.items, facts.language);
        let found = figures::Found { support: &support, given, rows: "", beside: self.beside };
        figures::check(claim, &found, facts)?;
        if let Some(failure) = names::check(claim, &self.known_names(&support, ""), facts.language) {
            return Err(failure);
        }
        let language = given.first().map_or(Language::Other, |s| detect(&s.text, Language::Other));
        if !held.judge.reads(facts.language, language) {
            let reason = "the evidence is in another language than the reply, and the judge does not read both";
            return Err(Failure::unsupported("language", Objection::LanguageUnsupported, reason));
        }
        if !own {
            return Err(Failure::unsupported("own_words", Objection::NotTheirWords, ONLY_OTHERS));
        }
        // No rule compares words across languages: the claim stands when the judge overrules this, and only then.
        let reason = "the evidence is in another language than the reply, and the judge does not find it carried there";
        let support = Support { coverage: 0.0, ..support };
        Ok(Grounds { support, ruled: Err(Failure::unsupported("alignment", Objection::NotEntailed, reason)) })
    }

    fn nothing_to_hold_against(&self, cited: &citation::Resolved) -> Failure {
        if !self.facts.evidence.items.is_empty() && self.claim.act.needs_own_words() {
            return Failure::unsupported("own_words", Objection::NotTheirWords, ONLY_OTHERS);
        }
        if cited.unknown.is_empty() {
            return Failure::unsupported("citation", Objection::Uncited, "there is no evidence for it");
        }
        let reason =
            format!("it cites `{}`, which is not there, and nothing else carries it", cited.unknown.join("`, `"));
        Failure::unsupported("citation", Objection::UnknownCitation, reason)
    }
}

fn joined(given: &[Sentence]) -> String {
    given.iter().map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n")
}
