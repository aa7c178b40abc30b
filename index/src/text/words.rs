//! Words, folded and stemmed; invariant: folding is the same everywhere, so that what one part
//! calls equal every part calls equal.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;
use crate::text::language::Language;

/// Lowercase, without accents, typographic quotes and dashes made plain.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{2032}' => out.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' | '\u{201e}' => out.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Folded, white space collapsed: two texts that differ only in typography become equal.
pub fn plain(text: &str) -> String {
    let text = text.replace(['\u{a0}', '\u{202f}'], " ").replace("« ", "«").replace(" »", "»");
    let folded = fold(&text);
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        let closes = word.chars().all(|c| matches!(c, '!' | '?' | ':' | ';' | '"' | '%'));
        if !out.is_empty() && !closes {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Folded, without elided article (`l'huile` gives `huile`) and possessive (`Maya's`, `maya`).
    pub folded: String,
}

/// The words of a text, in order (UAX #29 word boundaries).
pub fn words(text: &str) -> Vec<Word> {
    text.unicode_word_indices()
        .map(|(start, word)| Word {
            span: Span::new(start, start + word.len()),
            folded: strip_clitics(&fold(word)).to_owned(),
        })
        .filter(|word| !word.folded.is_empty())
        .collect()
}

fn strip_clitics(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    match word.split_once('\'') {
        Some((head, tail))
            if tail.len() > 1
                && matches!(
                    head,
                    "l" | "d" | "j" | "m" | "t" | "s" | "c" | "n" | "qu" | "jusqu" | "lorsqu" | "puisqu"
                ) =>
        {
            tail
        }
        _ => word,
    }
}

static STEM_EN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));
static STEM_FR: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::French));
static STEM_ES: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Spanish));

/// The Snowball stem of a folded word; [`Language::Other`] leaves it as it is.
pub fn stem(word: &str, language: Language) -> String {
    let stemmed = match language {
        Language::En => STEM_EN.stem(word),
        Language::Fr => STEM_FR.stem(word),
        Language::Es => STEM_ES.stem(word),
        Language::Other => return word.to_owned(),
    };
    stemmed.into_owned()
}

/// The stems of the words that carry meaning: no function words, in order, duplicates kept.
pub fn content_stems(text: &str, language: Language) -> Vec<String> {
    words(text)
        .into_iter()
        .filter(|word| !is_function_word(&word.folded, language))
        .map(|word| stem(&word.folded, language))
        .collect()
}

/// Function words of `language`; for [`Language::Other`] those of all three.
pub fn is_function_word(folded: &str, language: Language) -> bool {
    if folded.chars().count() < 2 && !folded.chars().all(char::is_numeric) {
        return true;
    }
    match language {
        Language::Other => Language::SUPPORTED.iter().any(|l| is_stopword_of(folded, *l)),
        Language::En | Language::Fr | Language::Es => is_stopword_of(folded, language),
    }
}

/// A word of the language's closed classes, as `fold` writes it.
pub fn is_stopword_of(folded: &str, language: Language) -> bool {
    match language {
        Language::En => EN.contains(folded),
        Language::Fr => FR.contains(folded),
        Language::Es => ES.contains(folded),
        Language::Other => false,
    }
}

fn set(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

static EN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    set(
        "a an the this that these those i you he she it we they me him her us them my your his its our their mine yours ours theirs myself yourself \
         is are was were be been being am isn't aren't wasn't weren't do does did done doing don't doesn't didn't have has had having haven't hasn't hadn't \
         will would shall should can could may might must won't wouldn't can't couldn't shouldn't i'm i've i'd i'll you're you've you'll you'd it's that's there's what's we're we've we'll they're he's she's let's \
         and or but if then else so because as of at by for with about against between into through during before after above below to from up down in out on off over under \
         again further once here there when where why how what which who whom whose all any both each few more most other some such no nor not only own same than too very just also even still yet \
         while until since though although whether ever never always really quite much many lot s t d m ll re ve oh well please thanks thank hi hello hey yes okay ok get got us per via",
    )
});
static FR: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    set(
        "le la les un une des de du d l au aux ce cet cette ces je tu il elle on nous vous ils elles me te se moi toi lui leur leurs y en mon ma mes ton ta tes son sa ses notre nos votre vos \
         suis es est sommes etes sont etais etait etions etaient ete etre ai as a avons avez ont avais avait avions avaient avoir eu fait fais faire faut va vais vas peut peux peuvent pouvez \
         et ou mais si donc car ni que qu qui quoi dont quand comment pourquoi combien quel quelle quels quelles lequel laquelle \
         dans sur sous avec sans pour par vers chez entre depuis pendant avant apres contre jusqu jusque comme \
         ne pas plus moins tres trop aussi encore deja toujours jamais rien tout toute tous toutes meme autre autres bien peu alors ici c j m t s n est-ce merci bonjour salut oui non sera serait seront",
    )
});
static ES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    set(
        "el la los las un una unos unas lo de del al a en con sin por para sobre entre desde hasta hacia segun durante contra ante tras \
         yo tu el ella usted nosotros nosotras vosotros ellos ellas ustedes me te se nos os le les mi mis su sus tus nuestro nuestra nuestros nuestras ti si \
         soy eres es somos son era eras eran fue fueron ser sido estoy estas esta estamos estan estaba estar he has ha hemos han habia haber hay tengo tienes tiene tenemos tienen hago haces hace puedo puedes puede \
         y o u e pero si no ni que quien quienes cual cuales cuando como donde cuanto cuanta cuantos cuantas porque pues \
         este esta esto estos estas ese esa eso esos esas aquel aquella muy mas menos tan tambien ya aun siempre nunca nada todo toda todos todas mismo otra otro otros otras bien poco gracias hola",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_folds_away() {
        assert_eq!(plain("« L’été\u{202f}! »"), plain("\"L'ete!\""));
        assert_eq!(fold("Œuf"), "oeuf");
    }

    #[test]
    fn clitics_and_function_words_do_not_count() {
        assert_eq!(content_stems("Maya's walnut spoons", Language::En), ["maya", "walnut", "spoon"]);
        assert_eq!(
            content_stems("J'utilise l'huile de noix", Language::Fr),
            [stem("utilise", Language::Fr), stem("huile", Language::Fr), stem("noix", Language::Fr)]
        );
    }
}
