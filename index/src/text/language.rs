//! Which of our languages a text is in; invariant: a text too short to tell gets the caller's
//! fallback, never a guess.

use serde::{Deserialize, Serialize};
use whatlang::{Detector, Lang};

use crate::text::words::{fold, is_stopword_of};

/// The languages that Groundwire handles, and everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
    /// Spanish.
    Es,
    /// Any other; indexed without stemming, and no reply in it is verified.
    Other,
}

impl Language {
    /// The languages with analysers and rules.
    pub const SUPPORTED: [Self; 3] = [Self::En, Self::Fr, Self::Es];

    /// ISO 639-1 code, or `other`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Other => "other",
        }
    }

    /// Reads what [`Language::as_str`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::En, Self::Fr, Self::Es, Self::Other].into_iter().find(|language| language.as_str() == text)
    }
}

/// The language of `text`, or `fallback` when it is too short or too mixed to tell.
///
/// Function words decide first (they are reliable on a line of chat), trigrams (whatlang) second.
pub fn detect(text: &str, fallback: Language) -> Language {
    let sample: String = text.chars().take(4000).collect();
    let folded = fold(&sample);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut votes: Vec<(usize, Language)> = Language::SUPPORTED
        .iter()
        .map(|&language| (words.iter().filter(|w| is_stopword_of(w, language)).count(), language))
        .collect();
    votes.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    if let [(first, language), (second, _), ..] = votes.as_slice() {
        let share = *first as f64 / words.len().max(1) as f64;
        if *first >= 2 && *first > *second && share >= 0.2 {
            return if is_a_neighbour(&sample) { Language::Other } else { *language };
        }
        // "Le marché a lieu": as many words of the one as of the other.
        if *first >= 2 && first == second && share >= 0.2 {
            let language = of_ours(&sample).unwrap_or(fallback);
            return if is_a_neighbour(&sample) { Language::Other } else { language };
        }
    }
    trigrams(&sample, fallback)
}

/// By trigrams, where it is one of our three languages.
#[expect(clippy::wildcard_enum_match_arm, reason = "whatlang knows 70 languages, the list allows three")]
fn of_ours(sample: &str) -> Option<Language> {
    match Detector::with_allowlist(vec![Lang::Eng, Lang::Fra, Lang::Spa]).detect(sample)?.lang() {
        Lang::Eng => Some(Language::En),
        Lang::Fra => Some(Language::Fr),
        Lang::Spa => Some(Language::Es),
        _ => None,
    }
}

/// Portuguese and Italian share function words with Spanish and French.
fn is_a_neighbour(sample: &str) -> bool {
    const NEAR: [Lang; 5] = [Lang::Eng, Lang::Fra, Lang::Spa, Lang::Por, Lang::Ita];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 40
        && Detector::with_allowlist(NEAR.to_vec())
            .detect(sample)
            .is_some_and(|info| info.is_reliable() && matches!(info.lang(), Lang::Por | Lang::Ita))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "whatlang knows 70 languages, we know three")]
fn trigrams(sample: &str, fallback: Language) -> Language {
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let Some(info) = Detector::new().detect(sample) else {
        return fallback;
    };
    let foreign_script = !matches!(info.script(), whatlang::Script::Latin);
    if foreign_script && letters >= 8 {
        return Language::Other;
    }
    if letters < 40 || !info.is_reliable() {
        return fallback;
    }
    match info.lang() {
        Lang::Eng => Language::En,
        Lang::Fra => Language::Fr,
        Lang::Spa => Language::Es,
        _ => Language::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_chat_are_told_apart_and_short_ones_fall_back() {
        for (text, want) in [
            ("What oil do you use on the spoons?", Language::En),
            ("Quelle huile utilises-tu pour les cuillères ?", Language::Fr),
            ("¿Qué aceite usas para las cucharas?", Language::Es),
            ("Le marché a lieu le mois prochain.", Language::Fr),
            ("Welches Öl benutzt du für die Löffel, und wie lange muss es danach trocknen?", Language::Other),
            ("Eu uso óleo de tungue em todas as colheres porque não fica pegajoso depois de secar.", Language::Other),
            (
                "Uso l'olio di tung su tutti i cucchiai perché non diventa appiccicoso dopo che si asciuga.",
                Language::Other,
            ),
            ("スプーンにはどんなオイルを使いますか", Language::Other),
        ] {
            assert_eq!(detect(text, Language::En), want, "{text}");
        }
        assert_eq!(detect("Merci!", Language::Fr), Language::Fr);
        assert_eq!(detect("OK", Language::Es), Language::Es);
        assert_eq!(detect("", Language::Other), Language::Other);
    }
}
