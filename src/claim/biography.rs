//! Biographical facts in the first person: whose child, dog, home; invariant: a class is named only
//! where the words make it the sender's own.

use groundwire_index::text::words::plain;

/// A kind of biographical fact, by the words that name it.
struct Anchor {
    name: &'static str,
    words: &'static [&'static str],
    /// The class is told by "I have a ...", not only by "my ...".
    had: bool,
}

const ANCHORS: [Anchor; 9] = [
    Anchor {
        name: "child",
        words: &[
            "child",
            "children",
            "kid",
            "kids",
            "son",
            "sons",
            "daughter",
            "daughters",
            "baby",
            "toddler",
            "twins",
            "teenager",
            "enfant",
            "enfants",
            "fils",
            "fille",
            "filles",
            "bebe",
            "hijo",
            "hijos",
            "hija",
            "hijas",
            "nino",
            "ninos",
            "pregnant",
            "enceinte",
            "embarazada",
        ],
        had: true,
    },
    Anchor {
        name: "parents or parenthood",
        words: &[
            "mother", "mom", "mum", "dad", "father", "parent", "momma", "mama", "parents", "maman", "papa", "mere",
            "pere", "madre", "padre",
        ],
        had: true,
    },
    Anchor {
        name: "partner",
        words: &[
            "husband",
            "wife",
            "partner",
            "boyfriend",
            "girlfriend",
            "fiance",
            "fiancee",
            "spouse",
            "married",
            "divorced",
            "mari",
            "femme",
            "compagnon",
            "compagne",
            "mariee",
            "marido",
            "esposa",
            "esposo",
            "pareja",
            "novio",
            "novia",
        ],
        had: true,
    },
    Anchor {
        name: "family",
        words: &[
            "brother",
            "sister",
            "nephew",
            "niece",
            "uncle",
            "aunt",
            "cousin",
            "grandmother",
            "grandma",
            "grandfather",
            "grandpa",
            "granny",
            "frere",
            "soeur",
            "neveu",
            "oncle",
            "tante",
            "cousine",
            "grand-mere",
            "grand-pere",
            "hermano",
            "hermana",
            "sobrino",
            "sobrina",
            "tio",
            "tia",
            "primo",
            "prima",
            "abuela",
            "abuelo",
        ],
        had: true,
    },
    Anchor {
        name: "pet",
        words: &[
            "dog", "cat", "puppy", "kitten", "pet", "pets", "parrot", "chien", "chienne", "chat", "chatte", "perro",
            "perra", "gato", "gata",
        ],
        had: true,
    },
    Anchor {
        name: "home",
        words: &[
            "live", "lived", "grew", "born", "moved", "hometown", "habite", "vis", "grandi", "nee", "vivo", "naci",
            "creci",
        ],
        had: false,
    },
    Anchor {
        name: "health",
        words: &[
            "cancer",
            "diabetes",
            "diabetic",
            "asthma",
            "depression",
            "anxiety",
            "adhd",
            "autism",
            "autistic",
            "surgery",
            "diagnosed",
            "allergic",
            "arthritis",
            "migraine",
            "cancer",
            "diabete",
            "asthme",
            "opere",
            "operee",
            "allergique",
            "diabetica",
            "alergica",
        ],
        had: true,
    },
    Anchor { name: "age", words: &["birthday", "anniversaire", "cumpleanos"], had: false },
    Anchor {
        name: "job",
        words: &["worked", "job", "career", "employer", "boss", "travaille", "metier", "carriere", "trabaje", "empleo"],
        had: false,
    },
];

/// Names of the biographical classes that `text` speaks of in the first person.
pub fn anchors(text: &str) -> Vec<&'static str> {
    anchors_in(&plain(text))
}

pub(super) fn anchors_in(plain: &str) -> Vec<&'static str> {
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .map(|w| w.strip_suffix("'s").unwrap_or(w))
        .map(|w| w.strip_prefix("d'").or_else(|| w.strip_prefix("l'")).unwrap_or(w))
        .filter(|w| !w.is_empty())
        .collect();
    ANCHORS
        .iter()
        .filter(|anchor| {
            words.iter().enumerate().any(|(at, word)| anchor.words.contains(word) && is_mine(&words, at, anchor))
        })
        .map(|anchor| anchor.name)
        .collect()
}

/// The word at `at` is the sender's: "my ... son", "I have a son", "I live".
fn is_mine(words: &[&str], at: usize, anchor: &Anchor) -> bool {
    const MINE: [&str; 14] = [
        "my", "our", "mon", "ma", "mes", "notre", "nos", "mi", "mis", "nuestro", "nuestra", "nuestros", "nuestras",
        "mine",
    ];
    const SELF: [&str; 16] = [
        "i", "i'm", "i've", "i'd", "we", "we're", "we've", "je", "j'ai", "j'habite", "nous", "tengo", "tenemos", "soy",
        "yo", "vivo",
    ];
    const THEIRS: [&str; 15] = [
        "your", "ton", "ta", "tes", "votre", "vos", "tu", "tus", "his", "her", "their", "vuestro", "vuestra", "leur",
        "leurs",
    ];
    let before = |distance: usize| words.get(at.saturating_sub(distance)..at).unwrap_or(&[]);
    if before(2).iter().any(|w| THEIRS.contains(w)) {
        return false;
    }
    if before(3).iter().any(|w| MINE.contains(w)) {
        return true;
    }
    let reach = if anchor.had { 7 } else { 3 };
    let near = before(reach);
    let subject = near.iter().any(|w| SELF.contains(w))
        || words.get(at).is_some_and(|w| matches!(*w, "vivo" | "naci" | "creci" | "trabaje"));
    if !anchor.had {
        return subject;
    }
    let has = near.iter().any(|w| {
        matches!(
            *w,
            "have"
                | "had"
                | "i've"
                | "we've"
                | "am"
                | "i'm"
                | "was"
                | "as"
                | "ai"
                | "j'ai"
                | "avons"
                | "suis"
                | "tengo"
                | "tenemos"
                | "soy"
                | "we're"
                | "raise"
                | "raising"
                | "got"
                | "adopted"
                | "expecting"
        )
    });
    subject && has || near.first().is_some_and(|w| *w == "as") && near.len() <= 3
}
