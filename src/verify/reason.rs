//! Reasons in the interface's language. The rules write plain English sentences with values in them; this
//! catalogue has each sentence in French and Spanish, the values in the same order. A sentence that it does not
//! know stays English, and a test asks every sentence that the fixtures call forth.

use groundwire_index::text::language::Language;

use super::Verdict;

/// English, French, Spanish; `{}` stands for a value, which is itself looked up.
const SENTENCES: [[&str; 3]; 79] = [
    [
        "it says `{}`, which is {}, the evidence says only {}",
        "cela dit « {} », soit {}, les sources disent seulement {}",
        "dice «{}», o sea {}, el material dice solo {}",
    ],
    [
        "the evidence says it of something else: \"{}\"",
        "les sources le disent d'autre chose : « {} »",
        "el material lo dice de otra cosa: «{}»",
    ],
    [
        "the evidence says another figure of it: \"{}\"",
        "les sources en disent un autre chiffre : « {} »",
        "el material dice de ello otra cifra: «{}»",
    ],
    [
        "the evidence says it the other way round: \"{}\"",
        "les sources disent l'inverse, qui a fait quoi à qui : « {} »",
        "el material lo dice al revés, quién hizo qué a quién: «{}»",
    ],
    [
        "the evidence says it on a condition: \"{}\"",
        "les sources y mettent une condition : « {} »",
        "el material le pone una condición: «{}»",
    ],
    [
        "it says more than the evidence, which speaks of a part: \"{}\"",
        "cela en dit plus que les sources, qui parlent d'une partie : « {} »",
        "dice más que el material, que habla de una parte: «{}»",
    ],
    [
        "the evidence says that it may be so: \"{}\"",
        "les sources disent que c'est possible : « {} »",
        "el material dice que puede ser: «{}»",
    ],
    [
        "it says `{}`, which is {}, the evidence of {} says {}: \"{}\"",
        "cela dit « {} », soit {}, la source du {} dit {} : « {} »",
        "dice «{}», o sea {}, la fuente del {} dice {}: «{}»",
    ],
    [
        "only the fan speaks of {}, and a question is no evidence",
        "seule la personne parle de {}, et une question n'est pas une preuve",
        "solo la persona habla de {}, y una pregunta no es una prueba",
    ],
    [
        "its figures stand in the evidence, but each with the other: \"{}\"",
        "ses chiffres sont dans les sources, mais chacun avec l'autre : « {} »",
        "sus cifras están en el material, pero cada una con la otra: «{}»",
    ],
    [
        "a sentence of {} bytes is too long to verify",
        "une phrase de {} octets est trop longue pour être vérifiée",
        "una frase de {} bytes es demasiado larga para verificarla",
    ],
    [
        "a reply may never claim that a person is writing",
        "une réponse ne peut jamais prétendre qu'une personne écrit",
        "una respuesta nunca puede decir que escribe una persona",
    ],
    [
        "a reply may not claim a licence, a diploma or a regulated profession",
        "une réponse ne peut pas revendiquer une licence, un diplôme ou une profession réglementée",
        "una respuesta no puede atribuirse una licencia, un título o una profesión regulada",
    ],
    [
        "a reply may not give addresses, numbers or meeting places",
        "une réponse ne peut pas donner d'adresse, de numéro ni de lieu de rendez-vous",
        "una respuesta no puede dar direcciones, números ni lugares de encuentro",
    ],
    [
        "a reply may not promise anything in the creator's name that the persona's policy does not allow",
        "une réponse ne peut rien promettre au nom de la personne que la politique n'autorise",
        "una respuesta no puede prometer en nombre de la persona nada que la política no permita",
    ],
    [
        "the persona's policy allows this commitment",
        "la politique autorise cette promesse",
        "la política permite esta promesa",
    ],
    [
        "the persona's own hand-off or disclosure line",
        "la phrase prévue pour orienter ou pour dire qu'un assistant répond",
        "la frase prevista para derivar o para decir que responde un asistente",
    ],
    [
        "advice that names no figure, product, dose, law or money",
        "un conseil sans chiffre, produit, dose, loi ni argent",
        "un consejo sin cifra, producto, dosis, ley ni dinero",
    ],
    ["greeting, thanks or empathy", "salutation, remerciement ou empathie", "saludo, agradecimiento o empatía"],
    ["what the fan said of themself", "ce que la personne a dit d'elle-même", "lo que la persona dijo de sí misma"],
    ["a question to the fan", "une question posée à la personne", "una pregunta a la persona"],
    ["an honest `I don't know`", "un « je ne sais pas » honnête", "un «no lo sé» honesto"],
    ["says that an assistant is answering", "dit qu'un assistant répond", "dice que responde un asistente"],
    [
        "the verifier did not come to it within {} s",
        "le vérificateur n'y est pas arrivé en {} s",
        "el verificador no llegó a ello en {} s",
    ],
    [
        "the policy does not allow replies in `{}`",
        "la politique n'autorise pas de réponses en « {} »",
        "la política no permite respuestas en «{}»",
    ],
    [
        "the verifier knows English, French and Spanish, and this is in none of them",
        "le vérificateur connaît l'anglais, le français et l'espagnol, et ceci n'est dans aucune des trois",
        "el verificador sabe inglés, francés y español, y esto no está en ninguno de los tres",
    ],
    [
        "the evidence is in another language than the reply, and the judge does not read both",
        "les sources sont dans une autre langue que la réponse, et le juge ne lit pas les deux",
        "las fuentes están en otro idioma que la respuesta, y el juez no lee ambos",
    ],
    [
        "the evidence is in another language than the reply, and the judge does not find it carried there",
        "les sources sont dans une autre langue que la réponse, et le juge n'y trouve pas de quoi l'appuyer",
        "las fuentes están en otro idioma que la respuesta, y el juez no encuentra en ellas con qué sostenerlo",
    ],
    [
        "it speaks of somebody whom nothing carries: \"{}\"",
        "cela parle de quelqu'un que rien n'appuie : « {} »",
        "habla de alguien a quien nada sostiene: «{}»",
    ],
    ["it cites nothing, and {}", "rien n'est cité, et {}", "no cita nada, y {}"],
    [
        "it cites `{}`, which is not there, and nothing else carries it",
        "« {} » est cité, qui n'existe pas, et rien d'autre ne le soutient",
        "cita «{}», que no existe, y nada más lo sostiene",
    ],
    [
        "it cites `{}`, which is not there, and {}",
        "« {} » est cité, qui n'existe pas, et {}",
        "cita «{}», que no existe, y {}",
    ],
    ["there is no evidence for it", "aucune source ne le soutient", "ninguna fuente lo sostiene"],
    [
        "only others say anything here, and this needs the creator's own words",
        "seuls d'autres en parlent, et il faut ici les mots de la personne elle-même",
        "solo hablan otros, y esto necesita las palabras de la propia persona",
    ],
    [
        "somebody else says this, the creator does not",
        "quelqu'un d'autre le dit, pas la personne elle-même",
        "lo dice otra persona, no la propia persona",
    ],
    [
        "the creator never says that they did or lived through this",
        "la personne ne dit jamais l'avoir fait ou vécu",
        "la persona nunca dice haberlo hecho o vivido",
    ],
    [
        "the creator's own words never speak of {}, and absence is no answer",
        "la personne ne parle jamais de {}, et un silence n'est pas une réponse",
        "la persona nunca habla de {}, y un silencio no es una respuesta",
    ],
    [
        "the creator's own words say otherwise of their {}",
        "la personne dit autre chose sur : {}",
        "la persona dice otra cosa sobre: {}",
    ],
    [
        "the creator's own words do speak of it: \"{}\"",
        "la personne en parle bel et bien : « {} »",
        "la persona sí habla de ello: «{}»",
    ],
    [
        "the creator says it of somebody else: \"{}\"",
        "la personne le dit de quelqu'un d'autre : « {} »",
        "la persona lo dice de otra: «{}»",
    ],
    [
        "it says this of `{}`, and it is `{}` who says it of themself",
        "la réponse le dit de « {} », alors que « {} » le dit de soi",
        "la respuesta lo dice de «{}», y es «{}» quien lo dice de sí",
    ],
    [
        "only `{}` says this, and the reply states it as the creator's",
        "seul « {} » le dit, et la réponse l'affirme au nom de la personne",
        "solo lo dice «{}», y la respuesta lo afirma como de la persona",
    ],
    [
        "the evidence says nothing of {} ({} % of it was found)",
        "les sources ne disent rien de {} ({} % retrouvés)",
        "las fuentes no dicen nada de {} (se encontró el {} %)",
    ],
    ["nothing in the evidence says \"{}\"", "rien dans les sources ne dit « {} »", "nada en las fuentes dice «{}»"],
    [
        "it says `{}` as if it were so now, the evidence says that it was: \"{}\"",
        "la réponse dit « {} » comme si c'était actuel, la source dit que c'était avant : « {} »",
        "la respuesta dice «{}» como si fuera actual, la fuente dice que era antes: «{}»",
    ],
    [
        "it says `{}`, the evidence says `{}`: \"{}\"",
        "la réponse dit « {} », la source dit « {} » : « {} »",
        "la respuesta dice «{}», la fuente dice «{}»: «{}»",
    ],
    [
        "it says `{}`, which the evidence does not",
        "la réponse dit « {} », pas les sources",
        "la respuesta dice «{}», las fuentes no",
    ],
    [
        "it says `{}`, the evidence does not: \"{}\"",
        "la réponse dit « {} », pas la source : « {} »",
        "la respuesta dice «{}», la fuente no: «{}»",
    ],
    [
        "it says `{}`, the evidence says `{}`",
        "la réponse dit « {} », la source dit « {} »",
        "la respuesta dice «{}», la fuente dice «{}»",
    ],
    [
        "it says {}, the evidence does not: \"{}\"",
        "la réponse dit {}, pas la source : « {} »",
        "la respuesta dice {}, la fuente no: «{}»",
    ],
    ["that it holds of everything", "que cela vaut pour tout", "que vale para todo"],
    ["that it is certain", "que c'est certain", "que es seguro"],
    [
        "it denies what the evidence says: \"{}\"",
        "la réponse nie ce que dit la source : « {} »",
        "la respuesta niega lo que dice la fuente: «{}»",
    ],
    [
        "the date `{}` is not in the evidence",
        "la date « {} » n'est pas dans les sources",
        "la fecha «{}» no está en las fuentes",
    ],
    [
        "the figure `{}` is not in the evidence",
        "le chiffre « {} » n'est pas dans les sources",
        "la cifra «{}» no está en las fuentes",
    ],
    [
        "the name `{}` is not in the evidence",
        "le nom « {} » n'est pas dans les sources",
        "el nombre «{}» no está en las fuentes",
    ],
    ["the evidence denies it: \"{}\"", "la source le nie : « {} »", "la fuente lo niega: «{}»"],
    ["the evidence affirms it: \"{}\"", "la source l'affirme : « {} »", "la fuente lo afirma: «{}»"],
    [
        "the evidence says the opposite: \"{}\"",
        "la source dit le contraire : « {} »",
        "la fuente dice lo contrario: «{}»",
    ],
    [
        "the evidence only asks it: \"{}\"",
        "la source ne fait que le demander : « {} »",
        "la fuente solo lo pregunta: «{}»",
    ],
    [
        "the evidence leaves it open: \"{}\"",
        "la source laisse la question ouverte : « {} »",
        "la fuente lo deja abierto: «{}»",
    ],
    [
        "the evidence says that it was so once: \"{}\"",
        "la source dit que c'était ainsi autrefois : « {} »",
        "la fuente dice que así era antes: «{}»",
    ],
    ["the evidence says otherwise", "les sources disent autre chose", "las fuentes dicen otra cosa"],
    [
        "the evidence does not carry it (support {}, {} needed)",
        "les sources ne le soutiennent pas assez ({}, il faut {})",
        "las fuentes no lo sostienen lo bastante ({}, hace falta {})",
    ],
    [
        "{} is of {}; on {} the creator wrote: \"{}\"",
        "{} date du {} ; le {}, la personne a écrit : « {} »",
        "{} es del {}; el {} la persona escribió: «{}»",
    ],
    [
        "no source has the words \"{}\" by that speaker",
        "aucune source n'a les mots « {} » de cette personne",
        "ninguna fuente tiene las palabras «{}» de esa persona",
    ],
    ["no offer has the code `{}`", "aucune offre n'a le code « {} »", "ninguna oferta tiene el código «{}»"],
    ["the code `{}` is over", "le code « {} » n'est plus valable", "el código «{}» ya no vale"],
    [
        "the code `{}` is of another item",
        "le code « {} » est celui d'un autre article",
        "el código «{}» es de otro artículo",
    ],
    [
        "the catalogue has no such item today",
        "le catalogue n'a pas cet article aujourd'hui",
        "el catálogo no tiene hoy ese artículo",
    ],
    [
        "`{}` has no variant `{}` (there is {}) on {}",
        "« {} » n'existe pas en « {} » (il y a {}) au {}",
        "«{}» no existe en «{}» (hay {}) a {}",
    ],
    [
        "`{}` is offered in {} only, not in {}",
        "« {} » n'est proposé qu'en {}, pas en {}",
        "«{}» solo se ofrece en {}, no en {}",
    ],
    ["`{}` is not the price: {}", "« {} » n'est pas le prix : {}", "«{}» no es el precio: {}"],
    ["`{}` can be had today", "« {} » est disponible aujourd'hui", "«{}» está disponible hoy"],
    ["`{}` is sold out", "« {} » est épuisé", "«{}» está agotado"],
    ["`{}` is an offer that is over", "l'offre « {} » est terminée", "la oferta «{}» ha terminado"],
    ["`{}` is an offer that has not begun", "l'offre « {} » n'a pas commencé", "la oferta «{}» aún no ha empezado"],
    ["`{}` has another stock than {}", "le stock de « {} » n'est pas {}", "las existencias de «{}» no son {}"],
    ["the judge failed: {}", "le juge a échoué : {}", "el juez falló: {}"],
];

/// Values that are words of ours.
const WORDS: [[&str; 3]; 13] = [
    ["child", "enfants", "hijos"],
    ["parents or parenthood", "parents ou parentalité", "padres o paternidad"],
    ["partner", "partenaire", "pareja"],
    ["family", "famille", "familia"],
    ["pet", "animal", "mascota"],
    ["home", "domicile ou origine", "casa u origen"],
    ["health", "santé", "salud"],
    ["age", "âge", "edad"],
    ["job", "métier", "oficio"],
    ["always", "toujours", "siempre"],
    ["their {}", "{}", "{}"],
    ["`{}`", "« {} »", "«{}»"],
    ["this", "ceci", "esto"],
];

/// `reason` in `language`.
pub fn in_language(reason: &str, language: Language) -> String {
    let column = match language {
        Language::Fr => 1,
        Language::Es => 2,
        Language::En | Language::Other => return reason.to_owned(),
    };
    for row in SENTENCES.iter().chain(&WORDS) {
        let [english, ..] = row;
        if let (Some(values), Some(template)) = (values(reason, english), row.get(column)) {
            let mut values = values.into_iter().map(|value| in_language(value, language));
            let mut out = String::new();
            for (index, part) in template.split("{}").enumerate() {
                if index > 0 {
                    out.push_str(&values.next().unwrap_or_default());
                }
                out.push_str(part);
            }
            return out;
        }
    }
    reason.to_owned()
}

/// What stands in the places of `{}`, when `text` has the form of `template`.
fn values<'a>(text: &'a str, template: &str) -> Option<Vec<&'a str>> {
    let mut parts = template.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let parts: Vec<&str> = parts.collect();
    let mut found = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        let at = if last && part.is_empty() {
            rest.len()
        } else if last {
            rest.strip_suffix(part)?.len()
        } else {
            rest.find(part)?
        };
        found.push(rest.get(..at)?);
        rest = rest.get(at + part.len()..)?;
    }
    rest.is_empty().then_some(found)
}

/// The verdict with its reason in `language`.
pub fn tell(verdict: Verdict, language: Language) -> Verdict {
    match verdict {
        Verdict::NotNeeded { why } => Verdict::NotNeeded { why: in_language(&why, language) },
        Verdict::Rejected { stance, objection, reason, against, score, instead } => {
            Verdict::Rejected { stance, objection, reason: in_language(&reason, language), against, score, instead }
        }
        Verdict::Supported { .. } => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_in_three_languages_with_its_values() {
        let reason = "it cites nothing, and it says `$45`, the evidence says `$40`";
        assert_eq!(in_language(reason, Language::En), reason);
        assert_eq!(
            in_language(reason, Language::Fr),
            "rien n'est cité, et la réponse dit « $45 », la source dit « $40 »"
        );
        assert_eq!(
            in_language("the creator's own words never speak of their child, and absence is no answer", Language::Es),
            "la persona nunca habla de hijos, y un silencio no es una respuesta"
        );
        assert_eq!(
            in_language("`4,90 €` is of 2025-01-01; on 2026-03-30 the creator wrote: \"C'est 5,40 €.\"", Language::Fr),
            "« 4,90 € » date du 2025-01-01 ; le 2026-03-30, la personne a écrit : « C'est 5,40 €. »"
        );
    }

    #[test]
    fn each_sentence_has_as_many_values_in_each_language() {
        for row in SENTENCES.iter().chain(&WORDS) {
            let counts: Vec<usize> = row.iter().map(|text| text.matches("{}").count()).collect();
            assert!(counts.windows(2).all(|pair| pair[0] == pair[1]), "{row:?}");
        }
    }
}
