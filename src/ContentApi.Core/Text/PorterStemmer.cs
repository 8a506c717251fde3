namespace ContentApi.Core.Text;

/// <summary>
/// Reduces English words to their stems (M. F. Porter, "An algorithm for suffix stripping", 1980). Stems are compared, never displayed.
/// Words with characters other than a to z are their own stems.
/// </summary>
internal ref struct PorterStemmer
{
    private static readonly (string Suffix, string Stem)[] Doubles =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string Stem)[] Adjectives =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Endings =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    private readonly Span<char> word;
    private int end; // of the word, exclusive
    private int stem; // length of the part before the suffix that matched last

    private PorterStemmer(Span<char> word, int length)
    {
        this.word = word;
        end = length;
    }

    public static string Stem(string word)
    {
        if (word.Length < 4 || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
        {
            return word;
        }

        Span<char> letters = stackalloc char[word.Length + 4];
        word.CopyTo(letters);
        var stemmer = new PorterStemmer(letters, word.Length);
        stemmer.Plural();
        stemmer.Participle();
        if (stemmer.Ends("y") && stemmer.HasVowel())
        {
            stemmer.word[stemmer.end - 1] = 'i';
        }

        stemmer.Replace(Doubles);
        stemmer.Replace(Adjectives);
        stemmer.Strip();
        stemmer.FinalE();
        return letters[..stemmer.end].ToString();
    }

    private void Plural()
    {
        if (Ends("sses") || Ends("ies"))
        {
            end -= 2;
        }
        else if (Ends("s") && word[end - 2] != 's')
        {
            end--;
        }
    }

    private void Participle()
    {
        if (Ends("eed"))
        {
            end -= Measure() > 0 ? 1 : 0;
        }
        else if ((Ends("ed") || Ends("ing")) && HasVowel())
        {
            end = stem;
            if (Ends("at") || Ends("bl") || Ends("iz"))
            {
                word[end++] = 'e';
            }
            else if (IsDouble(end - 1))
            {
                end -= word[end - 1] is 'l' or 's' or 'z' ? 0 : 1;
            }
            else
            {
                stem = end;
                if (Measure() == 1 && IsShort(end - 1))
                {
                    word[end++] = 'e';
                }
            }
        }
    }

    private void Replace((string Suffix, string Stem)[] rules)
    {
        foreach (var (suffix, replacement) in rules)
        {
            if (Ends(suffix))
            {
                if (Measure() > 0)
                {
                    replacement.CopyTo(word[stem..]);
                    end = stem + replacement.Length;
                }

                return;
            }
        }
    }

    private void Strip()
    {
        foreach (var suffix in Endings)
        {
            if (Ends(suffix))
            {
                if (Measure() > 1 && (suffix != "ion" || word[stem - 1] is 's' or 't'))
                {
                    end = stem;
                }

                return;
            }
        }
    }

    private void FinalE()
    {
        if (Ends("e") && Measure() is var measure && (measure > 1 || (measure == 1 && !IsShort(end - 2))))
        {
            end--;
        }

        stem = end;
        if (word[end - 1] == 'l' && IsDouble(end - 1) && Measure() > 1)
        {
            end--;
        }
    }

    private bool Ends(string suffix)
    {
        if (!word[..end].EndsWith(suffix) || suffix.Length == end)
        {
            return false;
        }

        stem = end - suffix.Length;
        return true;
    }

    /// <summary>Returns Porter's measure: how many times a vowel is followed by a consonant in the stem.</summary>
    private readonly int Measure()
    {
        var (count, vowel) = (0, false);
        for (var i = 0; i < stem; i++)
        {
            count += vowel && IsConsonant(i) ? 1 : 0;
            vowel = !IsConsonant(i);
        }

        return count;
    }

    private readonly bool HasVowel()
    {
        for (var i = 0; i < stem; i++)
        {
            if (!IsConsonant(i))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsConsonant(int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => i == 0 || !IsConsonant(i - 1),
        _ => true,
    };

    private readonly bool IsDouble(int i) => i > 0 && word[i] == word[i - 1] && IsConsonant(i);

    /// <summary>Returns whether the end is consonant, vowel, consonant, the last not w, x or y: hop, but not snow.</summary>
    private readonly bool IsShort(int i) =>
        i >= 2 && IsConsonant(i) && !IsConsonant(i - 1) && IsConsonant(i - 2) && word[i] is not ('w' or 'x' or 'y');
}
